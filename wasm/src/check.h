/* Assertions that stay on in the shipped module: a broken page store must stop, never serve. */
#ifndef QL_CHECK_H
#define QL_CHECK_H

#define QL_ASSERT(condition)           \
  do {                                 \
    if (!(condition)) __builtin_trap(); \
  } while (0)

#endif
