import { allCommands } from '../../src/commands/all.ts';
import type { Argument, Command } from '../../src/commands/command.ts';
import { PROTOCOL } from '../../src/ipc/protocol.ts';
import { code, table } from './markdown.ts';
import { type ModelTypes, readModelTypes } from './model-types.ts';

const INTRODUCTION = `# Protocol

JSON-RPC 2.0 over a Unix socket, one JSON object a line, both ways. This is protocol number ${PROTOCOL}. The engine greets every
client with a \`hello\` notification (\`{"version", "protocol", "nowMs"}\`, the last its clock in UNIX milliseconds) and tells
it with \`goodbye\` when it leaves in order. Parameters are an object; batches are refused. A client that closes its sending
side still gets the answers that are due, then the connection ends. Where the socket lies, and what else holds:
[interface.md](interface.md).

\`\`\`
printf '{"jsonrpc":"2.0","id":1,"method":"engine.status"}\\n' | nc -NU ~/.local/state/tonearm/engine.sock
\`\`\``;

/** The page of every protocol method and notification, with the types of their documents. */
export function protocolPage(root: string): string {
  const types = readModelTypes(root);
  const results = types.members('EngineResults');
  const events = types.members('EngineEvents');
  const methods = Object.entries<Command>(allCommands).filter(([, { place }]) => place === 'engine');
  const declarations = types.declarationsOf([...results.values(), ...events.values()]);
  return [
    INTRODUCTION,
    '## Methods',
    ...methods.map(([id, command]) => describe(id, command, results)),
    '## Notifications',
    'After `subscribe`:',
    table(
      ['notification', 'parameters'],
      [...events].map(([name, type]) => [code(name), code(type.replaceAll(/\s+/g, ' '))]),
    ),
    '## Documents',
    'As TypeScript declares them. Fields may be added, never renamed.',
    typescript(declarations.map((text) => text.replace(/^export /m, '')).join('\n\n')),
  ].join('\n\n');
}

function describe(id: string, command: Command, results: ReturnType<ModelTypes['members']>): string {
  const answer = results.get(id);
  if (answer === undefined) throw new Error(`EngineResults has no ${id}`);
  const params = Object.entries(command.params);
  const rows = params.map(([name, argument]) => [
    `${code(name)}${argument.isRequired === true ? '' : ' (optional)'}`,
    code(jsonType(argument)),
    argument.about,
  ]);
  return [
    `### ${id}`,
    `${command.title}.`,
    ...(rows.length > 0 ? [table(['parameter', 'type', 'meaning'], rows)] : []),
    answer.includes('\n') ? `Answer:\n\n${typescript(answer)}` : `Answer: ${code(answer)}`,
  ].join('\n\n');
}

function jsonType(argument: Argument): string {
  switch (argument.kind) {
    case 'integer':
    case 'number':
      return range(argument.kind, argument.min, argument.max);
    case 'switch':
    case 'flag':
      return 'boolean';
    case 'choice':
      return argument.choices.map((choice) => JSON.stringify(choice)).join(' | ');
    case 'texts':
    case 'paths':
      return 'string[]';
    case 'integers':
      return 'integer[]';
    case 'text':
    case 'path':
    case 'seek':
    case 'volume':
      return 'string';
  }
}

function range(kind: string, min: number | undefined, max: number | undefined): string {
  if (min === undefined && max === undefined) return kind;
  return `${kind}, ${min ?? '…'} to ${max ?? '…'}`;
}

/** A block of code; what was nested in the source moves to the left edge. */
function typescript(text: string): string {
  const indent = /\n( *)\S[^\n]*$/.exec(text)?.[1] ?? '';
  return `\`\`\`ts\n${text.replaceAll(`\n${indent}`, '\n')}\n\`\`\``;
}
