/// Debian's libseccomp: compiles the rules of the sandbox to seccomp programs.
#include <seccomp.h>
