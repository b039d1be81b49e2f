import { copyFile, mkdir, mkdtemp, open, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ffmpeg, ffmpegFile, ffmpegTags } from './ffmpeg.ts';
import { type Format, FORMATS, type SampleSounds, makeSampleSounds } from './sample-sounds.ts';

/** A real music file with a name or tags that are hard to bear. */
export type HardFile = {
  readonly path: string;
  readonly format: Format;
  /** As they must be read, cleaned; `null` for the untagged file. */
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  /** Within 50 ms. */
  readonly durationSeconds: number;
};

export type HardLibrary = {
  readonly folder: string;
  /** 40 files that can be read and played. */
  readonly files: readonly HardFile[];
  /** An MP3 cut off in the middle: readable, half as long. */
  readonly truncated: HardFile;
  /** What a scan must report, as it shows the path. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
};

/** What the tag of one file tries to do to a terminal. */
export const HOSTILE_TAG = '\u001b]0;pwned\u0007\u001b[2JHostile';

const LONG = 'abcdefghij'.repeat(22);
const ALBUM = 'Hard to Bear';

type Plan = { readonly name: string; readonly title?: string; readonly shown?: string; readonly artist?: string };

/** File names without ending; the formats take turns. */
const PLANS: readonly Plan[] = [
  { name: '夜に駆ける', title: '夜に駆ける', artist: '夜の楽団' },
  { name: '한국어/봄날의 노래', title: '봄날의 노래', artist: '가수' },
  { name: '中文/月亮代表我的心', title: '月亮代表我的心' },
  { name: '🎧🔥 party 👩‍👩‍👧', title: '🎧🔥 party 👩‍👩‍👧', artist: '🦜' },
  { name: 'שלום עולם', title: 'שלום עולם', artist: 'הלהקה' },
  { name: 'عربي/أغنية الليل', title: 'أغنية الليل', artist: 'فرقة' },
  { name: 'Ελληνικά/Τραγούδι', title: 'Τραγούδι' },
  { name: 'Кириллица/Песня', title: 'Песня', artist: 'Группа' },
  { name: 'हिन्दी गाना', title: 'हिन्दी गाना' },
  { name: 'ไทย เพลง', title: 'ไทย เพลง' },
  { name: '100% pure %s %d %n %2F', title: '100% pure %s %d %n' },
  { name: `it's "quoted" „too“`, title: `it's "quoted" „too“` },
  { name: 'new\nline', title: 'new\nline', shown: 'new line' },
  { name: 'tab\tand\rreturn', title: 'tab\tand return', shown: 'tab and return' },
  { name: 'back\\slash\\', title: 'back\\slash' },
  { name: '$(touch pwned) `touch pwned`', title: '$(touch pwned)' },
  { name: '; rm -rf & | > <', title: '; rm -rf & | > <' },
  { name: '-dash --help', title: '-dash --help' },
  { name: ' spaces around ', title: '  spaces around  ', shown: 'spaces around' },
  { name: 'star * question ? [brackets] {braces}', title: '* ? [] {}' },
  { name: '#hash ~tilde !bang', title: '#hash ~tilde !bang' },
  { name: 'http:⁄⁄not-a-url', title: 'http://not-a-url/' },
  { name: 'decomposed e\u0301', title: 'decomposed e\u0301', shown: 'decomposed \u00e9' },
  { name: 'composed \u00e9', title: 'composed \u00e9' },
  { name: '\u001b[31mred\u0007', title: HOSTILE_TAG, shown: ']0;pwned[2JHostile' },
  { name: 'over\u202eride', title: 'over\u202eride', shown: 'override' },
  { name: 'zero\u200bwidth', title: 'zero\u200bwidth', shown: 'zerowidth' },
  { name: 'a'.repeat(251), title: 'A name of 255 bytes' },
  { name: `${'長'.repeat(83)}x`, title: 'A name of 255 bytes in Chinese' },
  { name: `${'🎵'.repeat(62)}xx`, title: 'A name of 255 bytes of notes' },
  { name: `deep/${Array.from({ length: 5 }, () => LONG).join('/')}/song`, title: 'Beyond a thousand bytes' },
  { name: 'same name/song', title: 'Same name' },
  { name: 'same name too/song', title: 'Same name' },
  { name: 'slash artist', title: 'Slash', artist: 'AC/DC' },
  { name: 'a.b.c.mp3.not', title: 'dots . in . it' },
  { name: 'title only in tag', title: 'x'.repeat(300) },
  { name: 'untagged' },
  { name: '2 - ordinary', title: 'Ordinary' },
  { name: '10 - ordinary', title: 'Ordinary too' },
  { name: 'Ordinary/Album (2001)/01 Song', title: 'Song' },
];

/**
 * Fills a folder with 40 playable files in six formats, broken ones, links in circles, hidden ones and a name that is
 * not UTF-8. Takes a few seconds for some tens of seconds of sound.
 */
export async function makeHardLibrary(
  folder: string,
  { durationSeconds }: { readonly durationSeconds: number },
): Promise<HardLibrary> {
  const soundFolder = await mkdtemp(join(tmpdir(), 'tonearm-sounds-'));
  try {
    await mkdir(folder, { recursive: true });
    const sounds = await makeSampleSounds(soundFolder, durationSeconds);
    const files = PLANS.map((plan, index) => planFile({ folder, plan, index, durationSeconds }));
    for (const { path } of files) await mkdir(dirname(path), { recursive: true });
    // One ffmpeg for all files of a format, two at a time.
    for (const pair of [FORMATS.slice(0, 2), FORMATS.slice(2, 4), FORMATS.slice(4)]) {
      await Promise.all(pair.map((format) => writeTagged(sounds, format, files)));
    }
    const [first] = files;
    if (first === undefined) throw new Error('no file was made');
    const truncated = await addTruncated(folder, first, sounds);
    await addLinks(folder, first);
    return { folder, files: files.map(withoutRaw), truncated, failures: await addBroken(folder, sounds) };
  } finally {
    await rm(soundFolder, { recursive: true, force: true });
  }
}

type PlannedFile = HardFile & { readonly rawTags: Readonly<Record<string, string>> };

function planFile(of: {
  readonly folder: string;
  readonly plan: Plan;
  readonly index: number;
  readonly durationSeconds: number;
}): PlannedFile {
  const { folder, plan, index, durationSeconds } = of;
  const ending = endingFor(plan.name, index);
  const path = join(folder, `${plan.name}.${ending}`);
  const format = FORMATS.find((known) => known === ending.toLowerCase()) ?? 'mp3';
  const { title, artist = 'The Hard Cases' } = plan;
  if (title === undefined)
    return { path, format, durationSeconds, title: null, artist: null, album: null, rawTags: {} };
  const rawTags = {
    title,
    artist,
    album: ALBUM,
    track: `${index + 1}/${PLANS.length}`,
    date: '2001-05-14',
    genre: 'Test',
  };
  return { path, format, durationSeconds, title: plan.shown ?? title, artist, album: ALBUM, rawTags };
}

/** A name of 251 bytes leaves room for three letters only; one ending is written in capitals. */
function endingFor(name: string, index: number): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (Buffer.byteLength(base) > 245) return Buffer.byteLength(base) > 250 ? 'mp3' : 'flac';
  if (name === '2 - ordinary') return 'MP3';
  return FORMATS[index % FORMATS.length] ?? 'mp3';
}

async function writeTagged(sounds: SampleSounds, format: Format, files: readonly PlannedFile[]): Promise<void> {
  const options = ['-c', 'copy', '-bitexact'].concat(format === 'mp3' ? ['-id3v2_version', '3'] : []);
  const outputs = files
    .filter((file) => file.format === format)
    .flatMap(({ path, rawTags }) => ffmpegTags(rawTags).concat(options, ffmpegFile(path)));
  await ffmpeg('-i', sounds[format], ...outputs);
}

function withoutRaw({ rawTags: _rawTags, ...file }: PlannedFile): HardFile {
  return file;
}

async function addTruncated(folder: string, like: HardFile, sounds: SampleSounds): Promise<HardFile> {
  const path = join(folder, 'truncated.mp3');
  await copyFile(sounds.mp3, path);
  await truncate(path, Math.floor((await readFile(path)).length / 2));
  return {
    ...like,
    path,
    format: 'mp3',
    title: null,
    artist: null,
    album: null,
    durationSeconds: like.durationSeconds / 2,
  };
}

async function addLinks(folder: string, file: HardFile): Promise<void> {
  await symlink(folder, join(folder, 'loop'));
  await symlink('..', join(folder, 'same name', 'loop upwards'));
  await symlink(join(folder, 'same name'), join(folder, 'a second way'));
  await symlink(file.path, join(folder, `a second way to a file.${file.format}`));
  await mkdir(join(folder, '.hidden'));
  await copyFile(file.path, join(folder, '.hidden', `song.${file.format}`));
  await copyFile(file.path, join(folder, `.hidden.${file.format}`));
}

async function addBroken(folder: string, sounds: SampleSounds): Promise<HardLibrary['failures']> {
  await writeFile(join(folder, 'empty.mp3'), '');
  await writeFile(join(folder, 'text.mp3'), 'This is no music.\n'.repeat(1000));
  const unnamable = await open(
    Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.mp3')]),
    'w',
  );
  await unnamable.writeFile(await readFile(sounds.mp3));
  await unnamable.close();
  return [
    { path: join(folder, 'caf\ufffd.mp3'), reason: 'has a name that is not valid UTF-8' },
    { path: join(folder, 'empty.mp3'), reason: 'is empty' },
    { path: join(folder, 'text.mp3'), reason: 'is not an audio file' },
  ];
}
