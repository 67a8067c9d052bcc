#include "CPoisson.h"

#include "CProcessor.h"

#define M0 0xD2511F53u
#define M1 0xCD9E8D57u
#define W0 0x9E3779B9u
#define W1 0xBB67AE85u

// Almost no word reaches the thresholds from here on.
#define COMMON 5

static void portable(const uint32_t *key, uint32_t first, uint32_t blocks, const uint32_t *thresholds,
                     float *weights) {
  for (uint32_t block = 0; block < blocks; block++) {
    uint32_t a = first + block, b = 0, c = 0, d = 0, k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
      const uint64_t left = (uint64_t)M0 * a, right = (uint64_t)M1 * c;
      a = (uint32_t)(right >> 32) ^ b ^ k0;
      b = (uint32_t)right;
      c = (uint32_t)(left >> 32) ^ d ^ k1;
      d = (uint32_t)left;
      k0 += W0;
      k1 += W1;
    }
    const uint32_t words[4] = {a, b, c, d};
    for (int word = 0; word < 4; word++) {
      int weight = 0;
      while (weight < POISSON_THRESHOLDS && words[word] >= thresholds[weight]) weight++;
      weights[4 * block + word] = (float)weight;
    }
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// Each vector holds one word of several counters, in the lower halves of lanes of 64 bits: a multiplication reads just
// those, so that the upper halves may hold anything.

static inline void sse2_store(__m128i words, const uint32_t *thresholds, float *weights) {
  const __m128i sign = _mm_set1_epi32((int)0x80000000u);
  words = _mm_xor_si128(words, sign);
  __m128i weight = _mm_setzero_si128(), reached = weight;
  for (int at = 0; at <= COMMON; at++) {
    reached = _mm_cmpgt_epi32(words, _mm_set1_epi32((int)((thresholds[at] - 1) ^ 0x80000000u)));
    weight = _mm_sub_epi32(weight, reached);
  }
  for (int at = COMMON + 1; at < POISSON_THRESHOLDS && _mm_movemask_epi8(reached) != 0; at++) {
    reached = _mm_cmpgt_epi32(words, _mm_set1_epi32((int)((thresholds[at] - 1) ^ 0x80000000u)));
    weight = _mm_sub_epi32(weight, reached);
  }
  _mm_storeu_ps(weights, _mm_cvtepi32_ps(weight));
}

static void sse2(const uint32_t *key, uint32_t first, uint32_t blocks, const uint32_t *thresholds, float *weights) {
  const __m128i m0 = _mm_set1_epi64x(M0), m1 = _mm_set1_epi64x(M1), low = _mm_set1_epi64x(0xFFFFFFFF);
  for (uint32_t block = 0; block < blocks; block += 2) {
    __m128i a = _mm_add_epi64(_mm_set1_epi64x((long long)first + block), _mm_set_epi64x(1, 0));
    __m128i b = _mm_setzero_si128(), c = b, d = b;
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
      const __m128i left = _mm_mul_epu32(a, m0), right = _mm_mul_epu32(c, m1);
      a = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(right, 32), b), _mm_set1_epi64x(k0));
      b = right;
      c = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(left, 32), d), _mm_set1_epi64x(k1));
      d = left;
      k0 += W0;
      k1 += W1;
    }
    const __m128i ab = _mm_or_si128(_mm_and_si128(a, low), _mm_slli_epi64(b, 32));
    const __m128i cd = _mm_or_si128(_mm_and_si128(c, low), _mm_slli_epi64(d, 32));
    sse2_store(_mm_unpacklo_epi64(ab, cd), thresholds, weights + 4 * block);
    sse2_store(_mm_unpackhi_epi64(ab, cd), thresholds, weights + 4 * block + 4);
  }
}

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline void avx2_store(__m256i words, const uint32_t *thresholds, float *weights) {
  const __m256i sign = _mm256_set1_epi32((int)0x80000000u);
  words = _mm256_xor_si256(words, sign);
  __m256i weight = _mm256_setzero_si256(), reached = weight;
  for (int at = 0; at <= COMMON; at++) {
    reached = _mm256_cmpgt_epi32(words, _mm256_set1_epi32((int)((thresholds[at] - 1) ^ 0x80000000u)));
    weight = _mm256_sub_epi32(weight, reached);
  }
  for (int at = COMMON + 1; at < POISSON_THRESHOLDS && _mm256_movemask_epi8(reached) != 0; at++) {
    reached = _mm256_cmpgt_epi32(words, _mm256_set1_epi32((int)((thresholds[at] - 1) ^ 0x80000000u)));
    weight = _mm256_sub_epi32(weight, reached);
  }
  _mm256_storeu_ps(weights, _mm256_cvtepi32_ps(weight));
}

AVX2 static void avx2(const uint32_t *key, uint32_t first, uint32_t blocks, const uint32_t *thresholds,
                      float *weights) {
  const __m256i m0 = _mm256_set1_epi64x(M0), m1 = _mm256_set1_epi64x(M1);
  for (uint32_t block = 0; block < blocks; block += 4) {
    __m256i a = _mm256_add_epi64(_mm256_set1_epi64x((long long)first + block), _mm256_set_epi64x(3, 2, 1, 0));
    __m256i b = _mm256_setzero_si256(), c = b, d = b;
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
      const __m256i left = _mm256_mul_epu32(a, m0), right = _mm256_mul_epu32(c, m1);
      a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(right, 32), b), _mm256_set1_epi64x(k0));
      b = right;
      c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(left, 32), d), _mm256_set1_epi64x(k1));
      d = left;
      k0 += W0;
      k1 += W1;
    }
    const __m256i ab = _mm256_blend_epi32(a, _mm256_slli_epi64(b, 32), 0xAA);
    const __m256i cd = _mm256_blend_epi32(c, _mm256_slli_epi64(d, 32), 0xAA);
    const __m256i even = _mm256_unpacklo_epi64(ab, cd), odd = _mm256_unpackhi_epi64(ab, cd);
    avx2_store(_mm256_permute2x128_si256(even, odd, 0x20), thresholds, weights + 4 * block);
    avx2_store(_mm256_permute2x128_si256(even, odd, 0x31), thresholds, weights + 4 * block + 8);
  }
}

#define AVX512 __attribute__((target("avx512f")))

AVX512 static inline void avx512_store(__m512i words, const uint32_t *thresholds, float *weights) {
  const __m512 one = _mm512_set1_ps(1);
  __m512 weight = _mm512_setzero_ps();
  __mmask16 reached = 0;
  for (int at = 0; at <= COMMON; at++) {
    reached = _mm512_cmpge_epu32_mask(words, _mm512_set1_epi32((int)thresholds[at]));
    weight = _mm512_mask_add_ps(weight, reached, weight, one);
  }
  for (int at = COMMON + 1; at < POISSON_THRESHOLDS && reached != 0; at++) {
    reached = _mm512_cmpge_epu32_mask(words, _mm512_set1_epi32((int)thresholds[at]));
    weight = _mm512_mask_add_ps(weight, reached, weight, one);
  }
  _mm512_storeu_ps(weights, weight);
}

AVX512 static void avx512(const uint32_t *key, uint32_t first, uint32_t blocks, const uint32_t *thresholds,
                          float *weights) {
  const __m512i m0 = _mm512_set1_epi64(M0), m1 = _mm512_set1_epi64(M1);
  const __m512i lower = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i upper = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
  for (uint32_t block = 0; block < blocks; block += 8) {
    __m512i a =
        _mm512_add_epi64(_mm512_set1_epi64((long long)first + block), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
    __m512i b = _mm512_setzero_si512(), c = b, d = b;
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
      const __m512i left = _mm512_mul_epu32(a, m0), right = _mm512_mul_epu32(c, m1);
      a = _mm512_ternarylogic_epi64(_mm512_srli_epi64(right, 32), b, _mm512_set1_epi64(k0), 0x96);
      b = right;
      c = _mm512_ternarylogic_epi64(_mm512_srli_epi64(left, 32), d, _mm512_set1_epi64(k1), 0x96);
      d = left;
      k0 += W0;
      k1 += W1;
    }
    const __m512i ab = _mm512_mask_blend_epi32(0xAAAA, a, _mm512_slli_epi64(b, 32));
    const __m512i cd = _mm512_mask_blend_epi32(0xAAAA, c, _mm512_slli_epi64(d, 32));
    avx512_store(_mm512_permutex2var_epi64(ab, lower, cd), thresholds, weights + 4 * block);
    avx512_store(_mm512_permutex2var_epi64(ab, upper, cd), thresholds, weights + 4 * block + 16);
  }
}

bool poisson_supports(poisson_instructions instructions) {
  switch (instructions) {
    case POISSON_PORTABLE:
    case POISSON_SSE2:
      return true;
    case POISSON_AVX2:
      return __builtin_cpu_supports("avx2");
    case POISSON_AVX512:
      return __builtin_cpu_supports("avx512f");
  }
  return false;
}

#else

bool poisson_supports(poisson_instructions instructions) { return instructions == POISSON_PORTABLE; }

#endif

poisson_instructions poisson_fastest(void) {
  for (int instructions = (int)processor_most(); instructions > POISSON_PORTABLE; instructions--) {
    if (poisson_supports((poisson_instructions)instructions)) return (poisson_instructions)instructions;
  }
  return POISSON_PORTABLE;
}

void poisson_weights(poisson_instructions instructions, const uint32_t *keys, size_t units, uint32_t first,
                     uint32_t blocks, const uint32_t *thresholds, float *weights, size_t stride) {
  void (*kernel)(const uint32_t *, uint32_t, uint32_t, const uint32_t *, float *) = portable;
#if defined(__x86_64__)
  if (instructions == POISSON_SSE2) kernel = sse2;
  if (instructions == POISSON_AVX2) kernel = avx2;
  if (instructions == POISSON_AVX512) kernel = avx512;
#endif
  for (size_t unit = 0; unit < units; unit++) {
    kernel(keys + 2 * unit, first, blocks, thresholds, weights + unit * stride);
  }
}
