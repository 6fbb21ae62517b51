/** Data rows of one file at most, all sheets together. */
export const MAX_ROWS = 100_000
/** Megabytes that a file may unpack to. */
export const MAX_UNPACKED_MB = 50
/** The same in bytes. */
export const MAX_UNPACKED_BYTES = MAX_UNPACKED_MB * 1024 * 1024
/** 专管员 of one unit at most: notice 2022-10, 一 (1-2 名). */
export const MAX_LIAISONS = 2
