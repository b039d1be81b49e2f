import { existsSync } from 'node:fs';

/** The words that open the window: none, or only paths. */
function opensWindow(words: readonly string[]): boolean {
  return words.every(
    (word) => !word.startsWith('-') && (word.includes('/') || word === '.' || word === '..' || existsSync(word)),
  );
}

async function main(words: readonly string[]): Promise<number> {
  const entry = process.argv[1] ?? '';
  if (words[0] === 'engine' && !words.includes('--help')) {
    const { runEngine } = await import('./run-engine.ts');
    return runEngine(words.slice(1));
  }
  const { firstWords } = await import('./cli/parse-words.ts');
  const isCommand = words[0] !== undefined && firstWords().includes(words[0]);
  if (!isCommand && opensWindow(words)) {
    const { runWindow } = await import('./run-window.ts');
    return runWindow(words, entry);
  }
  const { runWords } = await import('./cli/run-words.ts');
  return runWords(words, entry);
}

// A reader that leaves early, like `head`, or a terminal that is gone is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'EIO') return;
  process.stderr.write(`tonearm: the answer cannot be written: ${error.message}\n`);
  process.exit(1);
});
process.exitCode = await main(process.argv.slice(2));
