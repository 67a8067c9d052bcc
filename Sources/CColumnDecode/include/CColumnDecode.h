#ifndef EVENHAND_COLUMN_DECODE_H
#define EVENHAND_COLUMN_DECODE_H

// Unpacks the whole numbers of columns as Parquet packs them. Bytes come from anywhere: nothing is read beyond the end
// that is given, whatever they say.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "JSONLine.h"

/// Numbers of up to 32 bits in runs: the same again and again, or packed bit by bit.
typedef struct {
  const uint8_t *bytes;
  size_t size;
  /// Where the next run begins.
  size_t at;
  uint32_t width;
  /// What is left of a run of the same.
  size_t same;
  uint32_t value;
  /// What is left of a packed run, and where it goes on [bits].
  size_t packed;
  uint64_t bit;
} column_runs;

/// Begins with runs of numbers of `width` bits, at most 32.
column_runs column_runs_begin(const uint8_t *bytes, size_t size, uint32_t width);

/// Begins with numbers that are packed bit by bit, with nothing between them.
column_runs column_packed_begin(const uint8_t *bytes, size_t size, uint32_t width);

/// Writes the next `count` numbers. Returns how many there were: fewer where the bytes end or are none that runs have.
size_t column_runs_read(column_runs *runs, size_t count, uint32_t *numbers);

/// The largest of some numbers; 0 without any.
uint32_t column_largest(const uint32_t *numbers, size_t count);

/// Whole numbers of 64 bits as differences of one from the next.
typedef struct {
  const uint8_t *bytes;
  size_t size;
  /// Where the block, or its part, begins that comes next.
  size_t at;
  /// How many numbers there are, and how many were read.
  uint64_t total, read;
  int64_t last;
  uint64_t block, parts, part_numbers;
  int64_t least;
  /// Where the widths of the block's parts stand; the part at hand; what is left of it, and where it goes on [bits].
  size_t widths;
  uint64_t part, left, bit;
  uint32_t width;
} column_deltas;

/// Begins with differences; false if the bytes are none.
bool column_deltas_begin(column_deltas *deltas, const uint8_t *bytes, size_t size);

/// Writes the next `count` numbers. Returns how many there were.
size_t column_deltas_read(column_deltas *deltas, size_t count, int64_t *numbers);

/// Copies up to `count` texts, each with its length in four bytes before it, to `fields` from `filled` on, with a line feed behind
/// each, and writes where the line feeds stand.
///
/// Stops at the end of the bytes or of the room, and at a text that text would take for marks: one that begins with a quote or ends
/// with a carriage return. Returns how many were copied; `at` and `filled` go on behind them. Sixteen bytes may be written behind the
/// room.
size_t column_texts(const uint8_t *bytes, size_t size, size_t *at, size_t count, uint8_t *fields, size_t room,
                    size_t *filled, uint32_t *line_feeds);

#endif
