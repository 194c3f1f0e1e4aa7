#include "harness.h"
void test_stress(uint32_t r){(void)r;}
