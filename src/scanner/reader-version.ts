/** Grows whenever the tag reader finds more or other things in the same file: a scan then reads unchanged files again. */
export const READER_VERSION = 1;
