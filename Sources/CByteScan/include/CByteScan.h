#ifndef EVENHAND_BYTE_SCAN_H
#define EVENHAND_BYTE_SCAN_H

// Finds the separators of delimited text and turns fields into codes.

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/// Bytes that must be readable after the end of a scanned region.
#define BYTE_SCAN_PADDING 64

/// What a scan found besides the positions.
typedef struct {
  /// Number of positions written, the sentinel not counted.
  uint32_t separators;
  /// Number of complete rows.
  uint32_t rows;
  /// A byte is a NUL, a carriage return stands alone, or a quote stands where none may: look closer.
  bool suspicious;
  /// A byte is not ASCII.
  bool beyond_ascii;
  /// A newline stands within quotes.
  bool embedded_newline;
  /// The region ends within quotes.
  bool ends_quoted;
} byte_scan_summary;

/// Scans a region that begins at the start of a row, with the fastest instructions that the processor has and
/// `processor_most` allows.
///
/// `positions` receives UINT32_MAX (so that position + 1 is the start of the first field) and then the position of
/// every delimiter and newline outside quotes; it must hold length + 65 entries. `row_ends` receives 0 and then, for
/// every complete row, the index within `positions` of its newline; it must hold length + 3 entries.
/// BYTE_SCAN_PADDING bytes after the region must be readable; their values do not matter.
byte_scan_summary byte_scan(const uint8_t *bytes, uint32_t length, uint8_t delimiter, uint32_t *positions,
                            uint32_t *row_ends);

/// How many instruction sets ``byte_scan`` may choose from here, plain C among them; all give the same.
uint32_t byte_scan_sets(void);

/// As ``byte_scan``, with one of those instruction sets, the slowest being 0.
byte_scan_summary byte_scan_with(uint32_t set, const uint8_t *bytes, uint32_t length, uint8_t delimiter,
                                 uint32_t *positions, uint32_t *row_ends);

/// The offset of the first byte that is not part of well-formed UTF-8, or `length`. A sequence that the end of the
/// region cuts off counts as well formed.
uint32_t byte_scan_malformed(const uint8_t *bytes, uint32_t length);

/// Whether the number of quotes is odd.
bool byte_scan_odd_quotes(const uint8_t *bytes, uint32_t length);

/// The offset of the first byte after a newline outside quotes; 0 if there is no such newline.
uint32_t byte_scan_row_start(const uint8_t *bytes, uint32_t length, bool quoted);

/// Eight bytes, unaligned, in the order of memory on a little-endian machine.
static inline uint64_t byte_scan_load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// A field of up to 8 bytes, filled up with zeros, and its code.
typedef struct {
  uint64_t key;
  int64_t code;
} byte_scan_short;

/// A field of 9 to 16 bytes, filled up with zeros, and its code.
typedef struct {
  uint64_t first, second;
  int64_t code;
} byte_scan_long;

/// The code of an empty slot, whose bytes are all ones, which no text has.
static const int64_t BYTE_SCAN_UNSEEN = INT32_MIN;

/// Where the search for a field begins, in a table of 2 to the power of `bits` slots.
static inline uint64_t byte_scan_place(uint64_t first, uint64_t second, uint32_t bits) {
  return ((first ^ (second * 0xC2B2AE3D27D4EB4Fu)) * 0x9E3779B97F4A7C15u) >> (64 - bits);
}

/// Writes the codes of one field of each row from `row` to `end`; stops at the first whose field has more than 16 bytes
/// or is in no slot.
///
/// `positions` are those of the field, `bases` say for each row where within the positions it begins. Sixteen bytes
/// from the start of each field are readable, and both tables, of 2 to the power of `bits` slots, have a free slot.
/// Returns the row it stopped at.
uint32_t byte_scan_codes(const uint8_t *bytes, const uint32_t *positions, const uint32_t *bases, uint32_t row,
                         uint32_t end, const byte_scan_short *shorts, const byte_scan_long *longs, uint32_t bits,
                         int32_t *codes);

/// Asks for the cache line at `address`.
static inline void byte_scan_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
