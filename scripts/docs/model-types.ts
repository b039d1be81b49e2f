import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, type TSTypeLiteral } from 'oxc-parser';

/** What the types in `src/model/` look like in the source, comments included. */
export type ModelTypes = {
  /** The members of a type such as `EngineResults`: name → its type as written. */
  readonly members: (typeName: string) => ReadonlyMap<string, string>;
  /** The declarations of every type that these texts name, and of those that they name in turn. */
  readonly declarationsOf: (texts: readonly string[]) => readonly string[];
};

/** Reads the exported types of every model file. */
export function readModelTypes(root: string): ModelTypes {
  const declarations = new Map<string, { readonly text: string; readonly members: ReadonlyMap<string, string> }>();
  for (const path of globSync('src/model/*.ts', { cwd: root }).toSorted()) {
    const text = readFileSync(join(root, path), 'utf8');
    const { program, comments } = parseSync(path, text);
    for (const node of program.body) {
      if (node.type !== 'ExportNamedDeclaration' || node.declaration?.type !== 'TSTypeAliasDeclaration') continue;
      const { id, typeAnnotation } = node.declaration;
      const comment = comments.findLast(({ end }) => text.slice(end, node.start).trim() === '' && end <= node.start);
      const members = typeAnnotation.type === 'TSTypeLiteral' ? membersOf(typeAnnotation, text) : new Map();
      declarations.set(id.name, { text: text.slice(comment?.start ?? node.start, node.end), members });
    }
  }
  return {
    members: (typeName) => {
      const found = declarations.get(typeName);
      if (found === undefined) throw new Error(`src/model/ has no type ${typeName}`);
      return found.members;
    },
    declarationsOf: (texts) => {
      const names = new Set<string>();
      const pending = [...texts];
      for (const text of pending) {
        for (const [name] of text.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/\b[A-Z]\w+/g)) {
          const declaration = declarations.get(name);
          if (declaration === undefined || names.has(name)) continue;
          names.add(name);
          pending.push(declaration.text);
        }
      }
      return [...names].map((name) => declarations.get(name)?.text ?? '');
    },
  };
}

function membersOf(literal: TSTypeLiteral, text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const member of literal.members) {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) continue;
    const { key } = member;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    const { start, end } = member.typeAnnotation.typeAnnotation;
    members.set(name, text.slice(start, end));
  }
  return members;
}
