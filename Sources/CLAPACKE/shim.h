#ifndef EVENHAND_CLAPACKE_H
#define EVENHAND_CLAPACKE_H

#include <lapacke.h>

#endif
