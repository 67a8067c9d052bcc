#ifndef EVENHAND_COPENBLAS_H
#define EVENHAND_COPENBLAS_H

#include <cblas.h>

// Exported by the library for its own handlers of fork, and declared in none of its headers.
extern int blas_thread_shutdown_(void) __attribute__((weak));

/// One thread for every call, and none that waits for work: a pool that is started with the library would spin for some
/// milliseconds on cores that others could use.
static inline void blas_use_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

#endif
