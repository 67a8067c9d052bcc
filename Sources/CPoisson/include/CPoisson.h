#ifndef EVENHAND_POISSON_H
#define EVENHAND_POISSON_H

// Random weights by inversion of the words of Philox4x32-10, many at once. Every instruction set gives the same weights.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Counters whose words are made at once: numbers of blocks are multiples of it.
#define POISSON_BLOCKS 8

/// The number of thresholds.
#define POISSON_THRESHOLDS 12

/// The same kinds, in the same order, as `processor_instructions`.
typedef enum {
  POISSON_PORTABLE,
  POISSON_SSE2,
  POISSON_AVX2,
  POISSON_AVX512,
} poisson_instructions;

/// Whether this machine has the instructions.
bool poisson_supports(poisson_instructions instructions);

/// The fastest instructions of this machine that `processor_most` allows.
poisson_instructions poisson_fastest(void);

/// Writes, for each unit, the weights that belong to the counters from `first` on: four weights a counter, and `stride`
/// weights from one unit to the next.
///
/// `keys` holds two words a unit. A weight is the number of `thresholds` at or below a word; they are above 0 and
/// ascend. `blocks` is a multiple of POISSON_BLOCKS, and `first + blocks` fits into 32 bits.
void poisson_weights(poisson_instructions instructions, const uint32_t *keys, size_t units, uint32_t first,
                     uint32_t blocks, const uint32_t *thresholds, float *weights, size_t stride);

#endif
