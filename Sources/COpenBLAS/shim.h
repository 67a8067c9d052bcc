#ifndef EVENHAND_COPENBLAS_H
#define EVENHAND_COPENBLAS_H

#include <cblas.h>
#include <stddef.h>

// Exported by the library for its own handlers of fork, and declared in none of its headers.
extern int blas_thread_shutdown_(void) __attribute__((weak));

/// One thread for every call, and none that waits for work: a pool that is started with the library would spin for some
/// milliseconds on cores that others could use.
static inline void blas_use_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

// LAPACK as Fortran calls it, with the lengths of texts last. The library holds it and declares it in none of its headers.
extern void dposv_(const char *uplo, const blasint *n, const blasint *nrhs, double *a, const blasint *lda, double *b,
                   const blasint *ldb, blasint *info, size_t);
extern void dsyev_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda, double *w,
                   double *work, const blasint *lwork, blasint *info, size_t, size_t);

/// Solves a system whose matrix is positive definite: the lower triangle of `a` [n × n, column by column] becomes its
/// Cholesky factor, `b` [n] the solution. 0 unless it is not positive definite.
static inline blasint lapack_dposv(blasint n, double *a, double *b) {
  blasint columns = 1, info = 0;
  dposv_("L", &n, &columns, a, &n, b, &n, &info, 1);
  return info;
}

/// Decomposes the symmetric matrix whose lower triangle is in `a` [n × n, column by column], which becomes its
/// eigenvectors, one a column. With a `size` of -1 it only writes the best size of `work` into it. 0 unless it does not
/// converge.
static inline blasint lapack_dsyev(blasint n, double *a, double *values, double *work, blasint size) {
  blasint info = 0;
  dsyev_("V", "L", &n, a, &n, values, work, &size, &info, 1, 1);
  return info;
}

#endif
