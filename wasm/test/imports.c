#include "harness.h"
void test_imports(void){}
