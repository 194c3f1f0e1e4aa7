#include "harness.h"
void test_entries(void){}
