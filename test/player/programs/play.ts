// A small engine of its own process: plays the file given and says when it sounds.
import { createMpvPlayer } from '../../../src/player/mpv-player.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { silentLog } from '../../../src/system/log.ts';

const [program = '', path = ''] = process.argv.slice(2);
const launch = { program, args: ['--ao=null'], env: process.env, log: silentLog, clock: systemClock };
const player = createMpvPlayer(launch);
player.listen((event) => {
  if (event.kind === 'position') process.stdout.write('sounds\n');
});
await player.play({ key: 1, path, startMs: 0 }, { isPaused: false });
