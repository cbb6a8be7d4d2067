// What the C library says of its own allocator; Swift's Glibc module leaves it out.
#include <malloc.h>
