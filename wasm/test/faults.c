#include "harness.h"
void test_faults(void){}
