/* The module's heap, seen from outside. The native tests have stand-ins for these. */
#ifndef QL_ALLOC_H
#define QL_ALLOC_H

double ql_heap_grown(void);
double ql_heap_used(void);
/* In free blocks of 1 MiB and more. */
double ql_heap_free_in_large_blocks(void);
double ql_heap_limit(void);
void ql_heap_set_limit(double bytes);

#endif
