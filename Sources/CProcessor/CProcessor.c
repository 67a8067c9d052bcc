#include "CProcessor.h"

#include <stdlib.h>
#include <string.h>

static processor_instructions most = PROCESSOR_AVX512;

// Before main, so that no thread reads it while it is written.
__attribute__((constructor)) static void read_environment(void) {
  static const char *const names[] = {"portable", "baseline", "avx2", "avx512"};
  const char *word = getenv("EVENHAND_INSTRUCTIONS");
  if (!word || !*word) return;
  most = PROCESSOR_PORTABLE;
  for (int kind = PROCESSOR_PORTABLE; kind <= PROCESSOR_AVX512; kind++) {
    if (strcmp(word, names[kind]) == 0) most = (processor_instructions)kind;
  }
}

processor_instructions processor_most(void) { return most; }
