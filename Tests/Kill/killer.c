// Ends evenhand at its call number KILL_AT that changes a file system, whichever that is; a write is cut in half there.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
extern char *program_invocation_short_name;
static long calls;
static void step(void) {
  const char *limit = getenv("KILL_AT");
  if (limit && !strcmp(program_invocation_short_name, "evenhand") && __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) == atol(limit)) kill(getpid(), SIGKILL);
}
#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))
int openat(int d, const char *p, int f, ...) {
  va_list l; va_start(l, f); mode_t m = f & O_CREAT ? va_arg(l, mode_t) : 0; va_end(l);
  if (f & O_CREAT) step();
  return REAL(openat)(d, p, f, m);
}
ssize_t write(int d, const void *b, size_t n) {
  size_t half = d > 2 ? n / 2 : 0;
  if (half) { REAL(write)(d, b, half); step(); return half + REAL(write)(d, (const char *)b + half, n - half); }
  if (d > 2) step();
  return REAL(write)(d, b, n);
}
int fsync(int d) { step(); return REAL(fsync)(d); }
int renameat(int d, const char *a, int e, const char *b) { step(); int r = REAL(renameat)(d, a, e, b); step(); return r; }
int mkdirat(int d, const char *p, mode_t m) { step(); return REAL(mkdirat)(d, p, m); }
int unlinkat(int d, const char *p, int f) { step(); int r = REAL(unlinkat)(d, p, f); step(); return r; }
// What an index in a database is written with.
ssize_t pwrite64(int d, const void *b, size_t n, off64_t o) {
  size_t half = n / 2;
  if (half) { REAL(pwrite64)(d, b, half, o); step(); return half + REAL(pwrite64)(d, (const char *)b + half, n - half, o + half); }
  step();
  return REAL(pwrite64)(d, b, n, o);
}
int fdatasync(int d) { step(); return REAL(fdatasync)(d); }
int ftruncate64(int d, off64_t n) { step(); return REAL(ftruncate64)(d, n); }
int unlink(const char *p) { step(); int r = REAL(unlink)(p); step(); return r; }
