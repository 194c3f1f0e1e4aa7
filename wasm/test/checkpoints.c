#include "harness.h"
void test_checkpoints(void){}
