#ifndef EVENHAND_PROCESSOR_H
#define EVENHAND_PROCESSOR_H

// Which of the instructions of this processor the kernels may use. All give the same results.

/// Kinds of instructions, each kind with those before it.
typedef enum {
  /// Plain C.
  PROCESSOR_PORTABLE,
  /// What every processor of the architecture has: SSE2 or NEON.
  PROCESSOR_BASELINE,
  PROCESSOR_AVX2,
  PROCESSOR_AVX512,
} processor_instructions;

/// The most that kernels may use: everything, unless EVENHAND_INSTRUCTIONS says portable, baseline or avx2 when the
/// program starts, so that tests can run what an older processor would. Any other word is portable.
processor_instructions processor_most(void);

#endif
