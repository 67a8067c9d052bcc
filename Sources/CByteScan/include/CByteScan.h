#ifndef EVENHAND_BYTE_SCAN_H
#define EVENHAND_BYTE_SCAN_H

// Finds the separators of delimited text, 64 bytes at a time: one bit a byte for quotes, delimiters and newlines, the
// quoted stretches by a running exclusive or, and the positions that remain written to an index.
//
// Everything is `static inline`, so that the callers are compiled together with it. The instruction set is chosen at
// compile time: SSE2, NEON, or plain C.

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

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

/// One stretch of 64 bytes, one bit each.
typedef struct {
  uint64_t separator, newline;
  /// Not zero if any byte is a quote, or a NUL, carriage return or the like that separates nothing.
  uint64_t odd;
  /// Not zero if any byte is not ASCII.
  uint64_t high;
} byte_scan_masks;

// NUL, tab, line feed and carriage return lie at or below it.
#define BYTE_SCAN_LOW 13

#if defined(__SSE2__)

static inline uint64_t byte_scan_equal(const uint8_t *bytes, uint8_t value) {
  const __m128i wanted = _mm_set1_epi8((char)value);
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, wanted)) << (16 * part);
  }
  return mask;
}

static inline byte_scan_masks byte_scan_classify(const uint8_t *bytes, uint8_t delimiter) {
  const __m128i quotes = _mm_set1_epi8('"'), newlines = _mm_set1_epi8('\n');
  const __m128i delimiters = _mm_set1_epi8((char)delimiter), lows = _mm_set1_epi8(BYTE_SCAN_LOW);
  __m128i odd = _mm_setzero_si128(), high = _mm_setzero_si128();
  byte_scan_masks masks = {0, 0, 0, 0};
  for (int part = 0; part < 4; part++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i newline = _mm_cmpeq_epi8(chunk, newlines);
    const __m128i separator = _mm_or_si128(newline, _mm_cmpeq_epi8(chunk, delimiters));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(chunk, lows), chunk);
    odd = _mm_or_si128(odd, _mm_or_si128(_mm_cmpeq_epi8(chunk, quotes), _mm_andnot_si128(separator, low)));
    high = _mm_or_si128(high, chunk);
    masks.separator |= (uint64_t)(uint32_t)_mm_movemask_epi8(separator) << (16 * part);
    masks.newline |= (uint64_t)(uint32_t)_mm_movemask_epi8(newline) << (16 * part);
  }
  masks.odd = (uint64_t)(uint32_t)_mm_movemask_epi8(odd);
  masks.high = (uint64_t)(uint32_t)_mm_movemask_epi8(high);
  return masks;
}

#elif defined(__aarch64__) && defined(__ARM_NEON)

static inline uint64_t byte_scan_collect(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t left = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  const uint8x16_t right = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  const uint8x16_t both = vpaddq_u8(left, right);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

static inline uint64_t byte_scan_equal(const uint8_t *bytes, uint8_t value) {
  const uint8x16_t wanted = vdupq_n_u8(value);
  return byte_scan_collect(vceqq_u8(vld1q_u8(bytes), wanted), vceqq_u8(vld1q_u8(bytes + 16), wanted),
                           vceqq_u8(vld1q_u8(bytes + 32), wanted), vceqq_u8(vld1q_u8(bytes + 48), wanted));
}

static inline byte_scan_masks byte_scan_classify(const uint8_t *bytes, uint8_t delimiter) {
  uint8x16_t newline[4], separator[4], odd = vdupq_n_u8(0), high = vdupq_n_u8(0);
  for (int part = 0; part < 4; part++) {
    const uint8x16_t chunk = vld1q_u8(bytes + 16 * part);
    newline[part] = vceqq_u8(chunk, vdupq_n_u8('\n'));
    separator[part] = vorrq_u8(newline[part], vceqq_u8(chunk, vdupq_n_u8(delimiter)));
    const uint8x16_t low = vbicq_u8(vcleq_u8(chunk, vdupq_n_u8(BYTE_SCAN_LOW)), separator[part]);
    odd = vorrq_u8(odd, vorrq_u8(vceqq_u8(chunk, vdupq_n_u8('"')), low));
    high = vorrq_u8(high, chunk);
  }
  byte_scan_masks masks;
  masks.separator = byte_scan_collect(separator[0], separator[1], separator[2], separator[3]);
  masks.newline = byte_scan_collect(newline[0], newline[1], newline[2], newline[3]);
  masks.odd = vmaxvq_u8(odd);
  masks.high = vmaxvq_u8(high) >= 0x80;
  return masks;
}

#else

static inline uint64_t byte_scan_equal(const uint8_t *bytes, uint8_t value) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == value) << i;
  return mask;
}

static inline byte_scan_masks byte_scan_classify(const uint8_t *bytes, uint8_t delimiter) {
  byte_scan_masks masks = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    const uint8_t byte = bytes[i];
    const bool newline = byte == '\n', separator = newline || byte == delimiter;
    masks.separator |= (uint64_t)separator << i;
    masks.newline |= (uint64_t)newline << i;
    masks.odd |= (uint64_t)(byte == '"' || (byte <= BYTE_SCAN_LOW && !separator)) << i;
    masks.high |= (uint64_t)(byte >= 0x80) << i;
  }
  return masks;
}

#endif

/// Number of bits set; the baseline instruction set has no instruction for it.
static inline uint32_t byte_scan_population(uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555u;
  bits = (bits & 0x3333333333333333u) + ((bits >> 2) & 0x3333333333333333u);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
  return (uint32_t)((bits * 0x0101010101010101u) >> 56);
}

/// Bit i is the exclusive or of all bits up to i.
static inline uint64_t byte_scan_running_xor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift <<= 1) bits ^= bits << shift;
  return bits;
}

/// Replaces the position of every newline in `row_ends` by its index within `positions`.
static inline void byte_scan_rows(const uint32_t *positions, uint32_t separators, uint32_t *row_ends, uint32_t rows) {
  // Most often a row is as wide as the first one.
  uint32_t width = 1, at = 0;
  while (rows > 0 && positions[width] != row_ends[1]) width++;
  for (uint32_t row = 1; row <= rows; row++) {
    if (at + width <= separators && positions[at + width] == row_ends[row]) {
      at += width;
    } else {
      do at++;
      while (positions[at] != row_ends[row]);
    }
    row_ends[row] = at;
  }
}

/// Scans a region that begins at the start of a row.
///
/// `positions` receives UINT32_MAX (so that position + 1 is the start of the first field) and then the position of
/// every delimiter and newline outside quotes; it must hold length + 65 entries. `row_ends` receives 0 and then, for
/// every complete row, the index within `positions` of its newline; it must hold length + 3 entries.
/// BYTE_SCAN_PADDING bytes after the region must be readable; their values do not matter.
static inline byte_scan_summary byte_scan(const uint8_t *bytes, uint32_t length, uint8_t delimiter,
                                          uint32_t *positions, uint32_t *row_ends) {
  uint32_t written = 1, rows = 0;
  uint64_t high = 0, suspicion = 0, embedded = 0;
  uint64_t quoted = 0;         // all ones when the stretch begins within quotes
  uint64_t may_open = 1;       // bit 0: the byte before the stretch lets a quote open a field or double another
  uint64_t after_closing = 0;  // bit 0: the byte before the stretch is a closing quote
  positions[0] = UINT32_MAX;
  row_ends[0] = 0;

  for (uint32_t base = 0; base < length; base += 64) {
    const uint8_t *stretch = bytes + base;
    const uint64_t valid = length - base >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << (length - base)) - 1;
    const byte_scan_masks masks = byte_scan_classify(stretch, delimiter);
    uint64_t separators = masks.separator & valid, newlines = masks.newline & valid;
    high |= masks.high;

    if ((masks.odd | quoted | after_closing) == 0) {
      may_open = separators >> 63;
    } else {
      const uint64_t quotes = byte_scan_equal(stretch, '"') & valid;
      const uint64_t returns = byte_scan_equal(stretch, '\r') & valid;
      const uint64_t inside = byte_scan_running_xor(quotes) ^ quoted;
      const uint64_t opening = quotes & inside, closing = quotes & ~inside;
      // The last byte of the region may be followed by a newline that is not read yet.
      const uint32_t left = length - base;
      const uint64_t next = left > 64 ? (uint64_t)(stretch[64] == '\n') << 63 : (uint64_t)1 << (left - 1);
      suspicion |= byte_scan_equal(stretch, 0) & valid;
      suspicion |= returns & ~inside & ~((newlines >> 1) | next);
      embedded |= newlines & inside;
      separators &= ~inside;
      newlines &= ~inside;
      suspicion |= opening & ~(((separators | closing) << 1) | may_open);
      suspicion |= ((closing << 1) | after_closing) & valid & ~(separators | quotes | returns);
      quoted = (uint64_t)((int64_t)inside >> 63);
      after_closing = closing >> 63;
      may_open = (separators | closing) >> 63;
    }

    // One row or two end in most stretches; more are as good as never.
    const uint64_t top = (uint64_t)1 << 63;
    uint64_t later = newlines & (newlines - 1);
    row_ends[rows + 1] = base + (uint32_t)__builtin_ctzll(newlines | top);
    row_ends[rows + 2] = base + (uint32_t)__builtin_ctzll(later | top);
    rows += (uint32_t)(newlines != 0) + (uint32_t)(later != 0);
    while ((later &= later - 1) != 0) row_ends[++rows] = base + (uint32_t)__builtin_ctzll(later);

    uint32_t *next = positions + written;
    written += byte_scan_population(separators);
    while (separators != 0) {
      for (int unrolled = 0; unrolled < 4; unrolled++) {
        *next++ = base + (uint32_t)__builtin_ctzll(separators | top);
        separators &= separators - 1;
      }
    }
  }

  byte_scan_rows(positions, written - 1, row_ends, rows);
  byte_scan_summary summary;
  summary.separators = written - 1;
  summary.rows = rows;
  summary.suspicious = suspicion != 0;
  summary.beyond_ascii = high != 0;
  summary.embedded_newline = embedded != 0;
  summary.ends_quoted = quoted != 0 && length > 0;
  return summary;
}

/// The offset of the first byte that is not part of well-formed UTF-8, or `length`. A sequence that the end of the
/// region cuts off counts as well formed.
static inline uint32_t byte_scan_malformed(const uint8_t *bytes, uint32_t length) {
  uint32_t at = 0;
  while (at < length) {
    uint64_t word;
    if (length - at >= 8 && (memcpy(&word, bytes + at, 8), (word & 0x8080808080808080u) == 0)) {
      at += 8;
      continue;
    }
    const uint8_t lead = bytes[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    uint32_t more;
    uint8_t least = 0x80, most = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      more = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      more = 2;
      if (lead == 0xE0) least = 0xA0;
      if (lead == 0xED) most = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      more = 3;
      if (lead == 0xF0) least = 0x90;
      if (lead == 0xF4) most = 0x8F;
    } else {
      return at;
    }
    for (uint32_t step = 1; step <= more; step++) {
      if (at + step >= length) return length;
      const uint8_t byte = bytes[at + step];
      if (byte < least || byte > most) return at;
      least = 0x80;
      most = 0xBF;
    }
    at += more + 1;
  }
  return length;
}

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
__attribute__((noinline)) static uint32_t byte_scan_codes(const uint8_t *bytes, const uint32_t *positions,
                                                          const uint32_t *bases, uint32_t row, uint32_t end,
                                                          const byte_scan_short *shorts, const byte_scan_long *longs,
                                                          uint32_t bits, int32_t *codes) {
  static const uint64_t masks[9] = {
      0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};
  const uint64_t last = ((uint64_t)1 << bits) - 1;
  for (; row < end; row++) {
    const uint32_t *at = positions + bases[row];
    const uint32_t start = at[0] + 1, length = at[1] - start;
    const uint64_t first = byte_scan_load(bytes + start);
    if (length <= 8) {
      const uint64_t key = first & masks[length];
      uint64_t place = byte_scan_place(key, 0, bits);
      while (shorts[place].key != key) {
        if (shorts[place].code == BYTE_SCAN_UNSEEN) return row;
        place = (place + 1) & last;
      }
      codes[row] = (int32_t)shorts[place].code;
    } else if (length <= 16) {
      const uint64_t second = byte_scan_load(bytes + start + 8) & masks[length - 8];
      uint64_t place = byte_scan_place(first, second, bits);
      while (longs[place].first != first || longs[place].second != second) {
        if (longs[place].code == BYTE_SCAN_UNSEEN) return row;
        place = (place + 1) & last;
      }
      codes[row] = (int32_t)longs[place].code;
    } else {
      return row;
    }
  }
  return row;
}

/// Whether the number of quotes is odd.
static inline bool byte_scan_odd_quotes(const uint8_t *bytes, uint32_t length) {
  uint32_t at = 0;
  uint64_t odd = 0;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  __m128i sums[4] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128()};
  for (; length - at >= 64; at += 64) {
    for (int part = 0; part < 4; part++) {
      const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + at + 16 * part));
      sums[part] = _mm_xor_si128(sums[part], _mm_cmpeq_epi8(chunk, quote));
    }
  }
  for (int part = 1; part < 4; part++) sums[0] = _mm_xor_si128(sums[0], sums[part]);
  odd = (uint64_t)(uint32_t)_mm_movemask_epi8(sums[0]);
#else
  for (; length - at >= 64; at += 64) odd ^= byte_scan_equal(bytes + at, '"');
#endif
  for (; at < length; at++) odd ^= (uint64_t)(bytes[at] == '"');
  return (byte_scan_population(odd) & 1) != 0;
}

/// The offset of the first byte after a newline outside quotes; 0 if there is no such newline.
static inline uint32_t byte_scan_row_start(const uint8_t *bytes, uint32_t length, bool quoted) {
  for (uint32_t at = 0; at < length; at++) {
    quoted ^= bytes[at] == '"';
    if (bytes[at] == '\n' && !quoted) return at + 1;
  }
  return 0;
}

/// Asks for the cache line at `address`.
static inline void byte_scan_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
