/** Interleaved stereo samples between −1 and 1. */
export type Mix = Float32Array;

export const SAMPLE_RATE = 48_000;

/** A piece as chords that come round again; each is a bar of MIDI note numbers, the lowest first. */
export type Piece = {
  readonly seconds: number;
  readonly beatsPerMinute: number;
  readonly beatsPerBar: number;
  readonly chords: readonly (readonly number[])[];
  /** Which notes of the chord the plucked voice plays, in half beats. */
  readonly pattern: readonly number[];
};

type Note = {
  readonly startSeconds: number;
  readonly seconds: number;
  readonly midi: number;
  readonly gain: number;
  /** From −1, left, to 1, right. */
  readonly pan: number;
};

/** Plays a piece with a plucked voice, a pad and a bass, with some echo. The same piece always gives the same samples. */
export function synthesize(piece: Piece): Mix {
  const mix = new Float32Array(piece.seconds * SAMPLE_RATE * 2);
  const beat = 60 / piece.beatsPerMinute;
  const bar = beat * piece.beatsPerBar;
  for (let index = 0; index * bar < piece.seconds; index++) {
    const chord = piece.chords[index % piece.chords.length] ?? [];
    const [root = 48] = chord;
    addBass(mix, { startSeconds: index * bar, seconds: bar, midi: root - 12, gain: 0.35, pan: 0 });
    for (const [voice, midi] of chord.entries()) {
      const pan = voice % 2 === 0 ? -0.5 : 0.5;
      addPad(mix, { startSeconds: index * bar, seconds: bar * 1.2, midi, gain: 0.07, pan });
    }
    for (let half = 0; half < piece.beatsPerBar * 2; half++) {
      const step = piece.pattern[half % piece.pattern.length] ?? 0;
      const midi = (chord[step % chord.length] ?? root) + 12 * (1 + Math.floor(step / chord.length));
      // The first round begins quietly and leaves every other note out.
      const isOpening = index < piece.chords.length;
      if (isOpening && half % 2 === 1) continue;
      const startSeconds = index * bar + (half * beat) / 2;
      addPluck(mix, {
        startSeconds,
        seconds: 1.6,
        midi,
        gain: half % 4 === 0 ? 0.26 : 0.19,
        pan: half % 2 === 0 ? -0.3 : 0.3,
      });
    }
  }
  addEcho(mix, beat * 0.75);
  return faded(mix);
}

function addPluck(mix: Mix, note: Note): void {
  add(mix, note, (time, phase) => {
    let value = 0;
    for (let harmonic = 1; harmonic <= 5; harmonic++) {
      value += (Math.sin(phase * harmonic) * Math.exp(-time * (2.2 + harmonic * 1.6))) / harmonic ** 1.4;
    }
    return value * Math.min(time / 0.004, 1);
  });
}

function addPad(mix: Mix, note: Note): void {
  add(mix, note, (time, phase) => {
    const shape = Math.min(time / 0.6, 1, (note.seconds - time) / 0.6);
    const shimmer = 1 + 0.15 * Math.sin(2 * Math.PI * 4.5 * time);
    return shape * shimmer * (Math.sin(phase) + Math.sin(phase * 1.003) + 0.3 * Math.sin(phase * 2.001));
  });
}

function addBass(mix: Mix, note: Note): void {
  add(mix, note, (time, phase) => {
    const shape = Math.min(time / 0.02, 1, (note.seconds - time) / 0.1) * Math.exp(-time * 0.7);
    return shape * (Math.sin(phase) + 0.35 * Math.sin(phase * 2) + 0.12 * Math.sin(phase * 3));
  });
}

function add(mix: Mix, note: Note, voice: (time: number, phase: number) => number): void {
  const frequency = 440 * 2 ** ((note.midi - 69) / 12);
  const left = note.gain * (1 - Math.max(note.pan, 0));
  const right = note.gain * (1 + Math.min(note.pan, 0));
  const start = Math.round(note.startSeconds * SAMPLE_RATE);
  const count = Math.min(Math.round(note.seconds * SAMPLE_RATE), mix.length / 2 - start);
  for (let i = 0; i < count; i++) {
    const time = i / SAMPLE_RATE;
    const value = voice(time, 2 * Math.PI * frequency * time);
    const at = (start + i) * 2;
    mix[at] = (mix[at] ?? 0) + value * left;
    mix[at + 1] = (mix[at + 1] ?? 0) + value * right;
  }
}

/** Each repetition comes from the other side. */
function addEcho(mix: Mix, delaySeconds: number): void {
  const delay = Math.round(delaySeconds * SAMPLE_RATE) * 2;
  for (let at = delay; at < mix.length; at += 2) {
    mix[at] = (mix[at] ?? 0) + 0.32 * (mix[at - delay + 1] ?? 0);
    mix[at + 1] = (mix[at + 1] ?? 0) + 0.32 * (mix[at - delay] ?? 0);
  }
}

/** At an even loudness, with a soft beginning and end. */
function faded(mix: Mix): Mix {
  let peak = 0;
  for (const value of mix) peak = Math.max(peak, Math.abs(value));
  const frames = mix.length / 2;
  return mix.map((value, at) => {
    const frame = Math.floor(at / 2);
    const shape = Math.min(frame / (0.3 * SAMPLE_RATE), (frames - frame) / (3 * SAMPLE_RATE), 1);
    return (value / peak) * 0.4 * shape;
  });
}
