#include "CByteScan.h"

#include "CProcessor.h"

// Text is looked at 64 bytes at a time: one bit a byte for quotes, delimiters and newlines, the quoted stretches by a
// running exclusive or, and the positions that remain written to an index. What does this depends on the processor; the
// result does not.

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// One stretch of 64 bytes, one bit each.
typedef struct {
  uint64_t separator, newline;
  /// Not zero if any byte is a quote, or a NUL, carriage return or the like that separates nothing.
  uint64_t odd;
  /// Not zero if any byte is not ASCII.
  uint64_t high;
} masks;

// NUL, tab, line feed and carriage return lie at or below it.
#define LOW 13

/// Bit i is the exclusive or of all bits up to i.
static inline uint64_t running_xor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift <<= 1) bits ^= bits << shift;
  return bits;
}

static inline uint64_t portable_equal(const uint8_t *bytes, uint8_t value) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == value) << i;
  return mask;
}

static inline masks portable_classify(const uint8_t *bytes, uint8_t delimiter) {
  masks found = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    const uint8_t byte = bytes[i];
    const bool newline = byte == '\n', separator = newline || byte == delimiter;
    found.separator |= (uint64_t)separator << i;
    found.newline |= (uint64_t)newline << i;
    found.odd |= (uint64_t)(byte == '"' || (byte <= LOW && !separator)) << i;
    found.high |= (uint64_t)(byte >= 0x80) << i;
  }
  return found;
}

static inline uint32_t portable_population(uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555u;
  bits = (bits & 0x3333333333333333u) + ((bits >> 2) & 0x3333333333333333u);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
  return (uint32_t)((bits * 0x0101010101010101u) >> 56);
}

static inline void portable_collect(uint32_t *next, uint32_t base, uint64_t bits) {
  while (bits != 0) {
    for (int unrolled = 0; unrolled < 4; unrolled++) {
      *next++ = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
      bits &= bits - 1;
    }
  }
}

#define NAMED(name) portable_##name
#include "ScanLoop.h"
#undef NAMED

#if defined(__x86_64__)

static inline uint64_t baseline_equal(const uint8_t *bytes, uint8_t value) {
  const __m128i wanted = _mm_set1_epi8((char)value);
  uint64_t mask = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, wanted)) << (16 * part);
  }
  return mask;
}

static inline masks baseline_classify(const uint8_t *bytes, uint8_t delimiter) {
  const __m128i quotes = _mm_set1_epi8('"'), newlines = _mm_set1_epi8('\n');
  const __m128i delimiters = _mm_set1_epi8((char)delimiter), lows = _mm_set1_epi8(LOW);
  __m128i odd = _mm_setzero_si128(), high = _mm_setzero_si128();
  masks found = {0, 0, 0, 0};
  for (int part = 0; part < 4; part++) {
    const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i newline = _mm_cmpeq_epi8(chunk, newlines);
    const __m128i separator = _mm_or_si128(newline, _mm_cmpeq_epi8(chunk, delimiters));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(chunk, lows), chunk);
    odd = _mm_or_si128(odd, _mm_or_si128(_mm_cmpeq_epi8(chunk, quotes), _mm_andnot_si128(separator, low)));
    high = _mm_or_si128(high, chunk);
    found.separator |= (uint64_t)(uint32_t)_mm_movemask_epi8(separator) << (16 * part);
    found.newline |= (uint64_t)(uint32_t)_mm_movemask_epi8(newline) << (16 * part);
  }
  found.odd = (uint64_t)(uint32_t)_mm_movemask_epi8(odd);
  found.high = (uint64_t)(uint32_t)_mm_movemask_epi8(high);
  return found;
}

#elif defined(__aarch64__) && defined(__ARM_NEON)

static inline uint64_t neon_bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t left = vpaddq_u8(vandq_u8(a, bits), vandq_u8(b, bits));
  const uint8x16_t right = vpaddq_u8(vandq_u8(c, bits), vandq_u8(d, bits));
  const uint8x16_t both = vpaddq_u8(left, right);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

static inline uint64_t baseline_equal(const uint8_t *bytes, uint8_t value) {
  const uint8x16_t wanted = vdupq_n_u8(value);
  return neon_bits(vceqq_u8(vld1q_u8(bytes), wanted), vceqq_u8(vld1q_u8(bytes + 16), wanted),
                           vceqq_u8(vld1q_u8(bytes + 32), wanted), vceqq_u8(vld1q_u8(bytes + 48), wanted));
}

static inline masks baseline_classify(const uint8_t *bytes, uint8_t delimiter) {
  uint8x16_t newline[4], separator[4], odd = vdupq_n_u8(0), high = vdupq_n_u8(0);
  for (int part = 0; part < 4; part++) {
    const uint8x16_t chunk = vld1q_u8(bytes + 16 * part);
    newline[part] = vceqq_u8(chunk, vdupq_n_u8('\n'));
    separator[part] = vorrq_u8(newline[part], vceqq_u8(chunk, vdupq_n_u8(delimiter)));
    const uint8x16_t low = vbicq_u8(vcleq_u8(chunk, vdupq_n_u8(LOW)), separator[part]);
    odd = vorrq_u8(odd, vorrq_u8(vceqq_u8(chunk, vdupq_n_u8('"')), low));
    high = vorrq_u8(high, chunk);
  }
  masks found;
  found.separator = neon_bits(separator[0], separator[1], separator[2], separator[3]);
  found.newline = neon_bits(newline[0], newline[1], newline[2], newline[3]);
  found.odd = vmaxvq_u8(odd);
  found.high = vmaxvq_u8(high) >= 0x80;
  return found;
}

#endif

#if defined(__x86_64__) || (defined(__aarch64__) && defined(__ARM_NEON))
#define HAS_BASELINE 1

// The baseline has no instruction for either.
#define baseline_population portable_population
#define baseline_collect portable_collect
#define NAMED(name) baseline_##name
#include "ScanLoop.h"
#undef NAMED

#endif

#if defined(__x86_64__)

// AVX2 with counting and finding of bits, from 2013 on.
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)

static inline uint64_t avx2_equal(const uint8_t *bytes, uint8_t value) {
  const __m256i wanted = _mm256_set1_epi8((char)value);
  const __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)bytes), wanted);
  const __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(bytes + 32)), wanted);
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}

static inline masks avx2_classify(const uint8_t *bytes, uint8_t delimiter) {
  const __m256i quotes = _mm256_set1_epi8('"'), newlines = _mm256_set1_epi8('\n');
  const __m256i delimiters = _mm256_set1_epi8((char)delimiter), lows = _mm256_set1_epi8(LOW);
  __m256i odd = _mm256_setzero_si256(), high = _mm256_setzero_si256();
  masks found = {0, 0, 0, 0};
  for (int part = 0; part < 2; part++) {
    const __m256i chunk = _mm256_loadu_si256((const __m256i *)(bytes + 32 * part));
    const __m256i newline = _mm256_cmpeq_epi8(chunk, newlines);
    const __m256i separator = _mm256_or_si256(newline, _mm256_cmpeq_epi8(chunk, delimiters));
    const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(chunk, lows), chunk);
    odd = _mm256_or_si256(odd, _mm256_or_si256(_mm256_cmpeq_epi8(chunk, quotes), _mm256_andnot_si256(separator, low)));
    high = _mm256_or_si256(high, chunk);
    found.separator |= (uint64_t)(uint32_t)_mm256_movemask_epi8(separator) << (32 * part);
    found.newline |= (uint64_t)(uint32_t)_mm256_movemask_epi8(newline) << (32 * part);
  }
  found.odd = (uint64_t)(uint32_t)_mm256_movemask_epi8(odd);
  found.high = (uint64_t)(uint32_t)_mm256_movemask_epi8(high);
  return found;
}

static inline uint32_t avx2_population(uint64_t bits) { return (uint32_t)_mm_popcnt_u64(bits); }

static inline void avx2_collect(uint32_t *next, uint32_t base, uint64_t bits) {
  while (bits != 0) {
    for (int unrolled = 0; unrolled < 8; unrolled++) {
      *next++ = base + (uint32_t)_tzcnt_u64(bits);
      bits = _blsr_u64(bits);
    }
  }
}

#define NAMED(name) avx2_##name
#include "ScanLoop.h"
#undef NAMED
#pragma clang attribute pop

// AVX-512 with compression of bytes, from 2019 on.
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt"))), \
                             apply_to = function)

static inline uint64_t avx512_equal(const uint8_t *bytes, uint8_t value) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8((char)value));
}

static inline masks avx512_classify(const uint8_t *bytes, uint8_t delimiter) {
  const __m512i chunk = _mm512_loadu_si512(bytes);
  masks found;
  found.newline = _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8('\n'));
  found.separator = found.newline | _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8((char)delimiter));
  found.odd = _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8('"')) |
              (_mm512_cmple_epu8_mask(chunk, _mm512_set1_epi8(LOW)) & ~found.separator);
  found.high = _mm512_movepi8_mask(chunk);
  return found;
}

static inline uint32_t avx512_population(uint64_t bits) { return (uint32_t)_mm_popcnt_u64(bits); }

static inline void avx512_collect(uint32_t *next, uint32_t base, uint64_t bits) {
  static const uint8_t places[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                     16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                     32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                     48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i bases = _mm512_set1_epi32((int)base);
  __m512i kept = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(places));
  for (int left = (int)_mm_popcnt_u64(bits); left > 0; left -= 16) {
    _mm512_storeu_si512(next, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(kept))));
    next += 16;
    kept = _mm512_shuffle_i64x2(kept, kept, 0x39);
  }
}

#define NAMED(name) avx512_##name
#include "ScanLoop.h"
#undef NAMED
#pragma clang attribute pop

#endif

static processor_instructions most(void) {
  const processor_instructions allowed = processor_most();
#if defined(__x86_64__)
  if (allowed < PROCESSOR_AVX2 || !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("popcnt")) {
    return allowed < PROCESSOR_BASELINE ? allowed : PROCESSOR_BASELINE;
  }
  const bool compresses = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
  return compresses ? allowed : PROCESSOR_AVX2;
#elif defined(HAS_BASELINE)
  return allowed < PROCESSOR_BASELINE ? allowed : PROCESSOR_BASELINE;
#else
  return PROCESSOR_PORTABLE;
#endif
}

uint32_t byte_scan_sets(void) { return (uint32_t)most() + 1; }

byte_scan_summary byte_scan_with(uint32_t set, const uint8_t *bytes, uint32_t length, uint8_t delimiter,
                                 uint32_t *positions, uint32_t *row_ends) {
#if defined(__x86_64__)
  if (set == PROCESSOR_AVX512) return avx512_scan(bytes, length, delimiter, positions, row_ends);
  if (set == PROCESSOR_AVX2) return avx2_scan(bytes, length, delimiter, positions, row_ends);
#endif
#if defined(HAS_BASELINE)
  if (set == PROCESSOR_BASELINE) return baseline_scan(bytes, length, delimiter, positions, row_ends);
#endif
  return portable_scan(bytes, length, delimiter, positions, row_ends);
}

byte_scan_summary byte_scan(const uint8_t *bytes, uint32_t length, uint8_t delimiter, uint32_t *positions,
                            uint32_t *row_ends) {
  return byte_scan_with((uint32_t)most(), bytes, length, delimiter, positions, row_ends);
}

bool byte_scan_odd_quotes(const uint8_t *bytes, uint32_t length) {
  switch (most()) {
#if defined(__x86_64__)
    case PROCESSOR_AVX512:
      return avx512_odd_quotes(bytes, length);
    case PROCESSOR_AVX2:
      return avx2_odd_quotes(bytes, length);
#endif
#if defined(HAS_BASELINE)
    case PROCESSOR_BASELINE:
      return baseline_odd_quotes(bytes, length);
#endif
    default:
      return portable_odd_quotes(bytes, length);
  }
}

uint32_t byte_scan_row_start(const uint8_t *bytes, uint32_t length, bool quoted) {
  for (uint32_t at = 0; at < length; at++) {
    quoted ^= bytes[at] == '"';
    if (bytes[at] == '\n' && !quoted) return at + 1;
  }
  return 0;
}

uint32_t byte_scan_malformed(const uint8_t *bytes, uint32_t length) {
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

uint32_t byte_scan_codes(const uint8_t *bytes, const uint32_t *positions, const uint32_t *bases, uint32_t row,
                         uint32_t end, const byte_scan_short *shorts, const byte_scan_long *longs, uint32_t bits,
                         int32_t *codes) {
  static const uint64_t kept[9] = {
      0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};
  const uint64_t last = ((uint64_t)1 << bits) - 1;
  for (; row < end; row++) {
    const uint32_t *at = positions + bases[row];
    const uint32_t start = at[0] + 1, length = at[1] - start;
    const uint64_t first = byte_scan_load(bytes + start);
    if (length <= 8) {
      const uint64_t key = first & kept[length];
      uint64_t place = byte_scan_place(key, 0, bits);
      while (shorts[place].key != key) {
        if (shorts[place].code == BYTE_SCAN_UNSEEN) return row;
        place = (place + 1) & last;
      }
      codes[row] = (int32_t)shorts[place].code;
    } else if (length <= 16) {
      const uint64_t second = byte_scan_load(bytes + start + 8) & kept[length - 8];
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
