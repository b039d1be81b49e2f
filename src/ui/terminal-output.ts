import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { pinColumns } from './pin-columns.ts';
import { shortenStyles } from './shorten-styles.ts';

/** Ink frames each drawing with these two, so that terminals that know them show it at once. */
const SYNC_BEGIN = '\u001B[?2026h';
const SYNC_END = '\u001B[?2026l';

/** The window's own screen begins at its first cell, and no line of it runs over into the next. */
const ENTER_SCREEN = '\u001B[?1049h';
const PREPARE_SCREEN = '\u001B[H\u001B[?7l';
const LEAVE_SCREEN = '\u001B[?1049l';
const WRAP_AGAIN = '\u001B[?7h';

/** Drawings up to this many characters go out in one piece anyway and need no frame. */
const SMALL_DRAWING = 512;

/**
 * The terminal as Ink writes to it, in fewer bytes: Ink goes over every unchanged line one by one and frames each
 * drawing in three writes; this makes one write of it, one movement of a run of movements, and leaves out styles that
 * no text is drawn in. And where terminals draw other widths than Ink reckons with: lines up what follows, and lets no
 * line run over.
 */
export class TerminalOutput extends Writable {
  readonly isTTY: boolean;
  readonly #terminal: WriteStream;
  readonly #forwardResize = (): void => void this.emit('resize');
  #drawing: string | null = null;

  constructor(terminal: WriteStream) {
    super({ decodeStrings: false });
    this.isTTY = terminal.isTTY;
    this.#terminal = terminal;
    terminal.on('resize', this.#forwardResize);
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Leaves the terminal, which stays open. */
  release(): void {
    this.#terminal.off('resize', this.#forwardResize);
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = chunk.toString();
    if (text === SYNC_BEGIN) this.#drawing = '';
    else if (text === SYNC_END) {
      this.#send(frameDrawing(pinColumns(shortenStyles(shortenMovements(this.#drawing ?? '')))));
      this.#drawing = null;
    } else if (this.#drawing !== null) this.#drawing += text;
    else if (text === ENTER_SCREEN) this.#send(ENTER_SCREEN + PREPARE_SCREEN);
    else if (text === LEAVE_SCREEN) this.#send(WRAP_AGAIN + LEAVE_SCREEN);
    else this.#send(shortenMovements(text));
    done();
  }

  #send(text: string): void {
    // A terminal that is gone says so with an `error` event, which ends the window.
    if (text !== '') this.#terminal.write(text);
  }
}

function frameDrawing(drawing: string): string {
  return drawing.length <= SMALL_DRAWING ? drawing : SYNC_BEGIN + drawing + SYNC_END;
}

const DOWN = '\u001B[E';
const UP_THEN_DOWN = new RegExp(String.raw`\u001B\[(\d+)A((?:\u001B\[E)+)`, 'g');
const DOWNS = new RegExp(String.raw`(?:\u001B\[E){2,}`, 'g');

/** The same text with every run of line movements as a single one. Every movement here goes to a line's first cell. */
export function shortenMovements(text: string): string {
  return text
    .replaceAll(UP_THEN_DOWN, (_, up: string, downs: string) => {
      const distance = Number(up) - downs.length / DOWN.length;
      if (distance === 0) return '\r';
      return distance > 0 ? `\u001B[${distance}F` : `\u001B[${-distance}E`;
    })
    .replaceAll(DOWNS, (downs) => `\u001B[${downs.length / DOWN.length}E`);
}
