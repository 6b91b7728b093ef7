/// The handlers look at registers and, without following a single pointer of the stranger's, at the words on the stack.
/// They are one-shot: the instruction faults again when they return, and then the kernel ends the process.
#define _GNU_SOURCE
#include "fault_report.h"

#include <link.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

/// Words of the stack that are looked at, and how far from its end a stack pointer is believed, bytes.
enum { STACK_WORDS = 2048, STACK_MAX = 8 << 20 };

static tectra_fault *report;
static const volatile uint64_t *event_in_hand;
static uintptr_t library_start, code_start, code_end, stack_end;

/// Only code counts: the stack is full of pointers to data.
static uint64_t offset_of(uintptr_t address) {
    return address >= code_start && address < code_end ? address - library_start : TECTRA_NOWHERE;
}

#if defined(__x86_64__)
static uintptr_t instruction_of(const ucontext_t *machine) { return (uintptr_t)machine->uc_mcontext.gregs[REG_RIP]; }
static uintptr_t stack_of(const ucontext_t *machine) { return (uintptr_t)machine->uc_mcontext.gregs[REG_RSP]; }
#elif defined(__aarch64__)
static uintptr_t instruction_of(const ucontext_t *machine) { return machine->uc_mcontext.pc; }
static uintptr_t stack_of(const ucontext_t *machine) { return machine->uc_mcontext.sp; }
#endif

void tectra_note_fault(int signal, uint64_t address, const void *context) {
    if (!report || report->signal) return;
    const ucontext_t *machine = context;
    report->event = event_in_hand ? *event_in_hand : 0;
    report->address = address;
    report->instruction = offset_of(instruction_of(machine));
    for (int i = 0; i < 4; i++) report->callers[i] = TECTRA_NOWHERE;
    __atomic_store_n(&report->signal, (uint64_t)signal, __ATOMIC_RELEASE);
    uintptr_t at = (stack_of(machine) + 7) & ~(uintptr_t)7;
    // The page that a stack overflowed into is not there: what lies above it is.
    if (signal == SIGSEGV && address - at + (128 << 10) < (256 << 10)) at = (address | 4095) + 1;
    // A stack pointer that was moved elsewhere is not followed.
    if (at >= stack_end || stack_end - at > STACK_MAX) return;
    int count = 0;
    for (int word = 0; word < STACK_WORDS && count < 4 && at < stack_end; word++, at += 8) {
        uint64_t found = offset_of(*(const uintptr_t *)at);
        if (found != TECTRA_NOWHERE) report->callers[count++] = found;
    }
}

/// Ends the process by the signal that came, as far as an instruction can raise it: the filters let no worker send one.
static void fault_again(int number) {
    if (number == SIGSEGV) *(volatile int *)8 = 0;
#if defined(__x86_64__)
    if (number == SIGTRAP) __asm__ volatile("int3");
#elif defined(__aarch64__)
    if (number == SIGTRAP) __asm__ volatile("brk #0");
#endif
    __builtin_trap();
}

static void on_fault(int number, siginfo_t *info, void *context) {
    tectra_note_fault(number, (uint64_t)(uintptr_t)info->si_addr, context);
    // Sent and not raised, or a breakpoint, which is behind us by now: nothing would fault again.
    if (info->si_code <= 0 || number == SIGTRAP) fault_again(number);
}

void tectra_report_faults(tectra_fault *fault, const volatile uint64_t *event) {
    report = fault;
    event_in_hand = event;
    char here;
    // The stack ends above this frame; how far is not known, and this far is certain.
    stack_end = (uintptr_t)&here;
    // A stack that has overflowed can not be the handler's.
    size_t size = 64 << 10;
    void *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    stack_t alternate = {.ss_sp = memory, .ss_size = size};
    sigaltstack(&alternate, 0);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, 0);
}

static int find(struct dl_phdr_info *object, size_t size, void *inside) {
    (void)size;
    uintptr_t start = UINTPTR_MAX, end = 0, code = UINTPTR_MAX, behind = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        if (header->p_type != PT_LOAD) continue;
        uintptr_t from = object->dlpi_addr + header->p_vaddr, to = from + header->p_memsz;
        if (from < start) start = from;
        if (to > end) end = to;
        if (!(header->p_flags & PF_X)) continue;
        if (from < code) code = from;
        if (to > behind) behind = to;
    }
    if ((uintptr_t)inside < start || (uintptr_t)inside >= end) return 0;
    // Offsets are the file's virtual addresses, as its symbol table has them.
    library_start = object->dlpi_addr;
    code_start = code;
    code_end = behind;
    return 1;
}

void tectra_report_library(const void *inside) { dl_iterate_phdr(find, (void *)inside); }
