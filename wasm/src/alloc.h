/* The module's heap, seen from outside. The native tests have stand-ins for these. */
#ifndef QL_ALLOC_H
#define QL_ALLOC_H

double ql_heap_grown(void);
double ql_heap_used(void);
double ql_heap_limit(void);
void ql_heap_set_limit(double bytes);

#endif
