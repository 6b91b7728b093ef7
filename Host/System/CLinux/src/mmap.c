/// Mapping and preallocating. C because open is variadic and macros hide the flags from Swift.
#define _GNU_SOURCE
#include "mmap.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

void *tectra_map(int descriptor, size_t size, int writable) {
    void *address = mmap(NULL, size, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);
    return address == MAP_FAILED ? NULL : address;
}

int tectra_unmap(void *address, size_t size) {
    return munmap(address, size) == 0 ? 0 : errno;
}

int tectra_prefault(void *address, size_t size, int writable) {
    if (madvise(address, size, writable ? MADV_POPULATE_WRITE : MADV_POPULATE_READ) == 0) return 0;
    if (errno != EINVAL) return errno;
    // A kernel before 5.14: touch each page. Writing back what was read is only safe while nobody
    // else has the memory, which is when a region is faulted in.
    volatile uint8_t *page = address;
    for (size_t offset = 0; offset < size; offset += 4096) {
        uint8_t byte = page[offset];
        if (writable) page[offset] = byte;
    }
    return 0;
}

int tectra_open_file(const char *path, int writable) {
    int descriptor = open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return -errno;
    struct stat status;
    int error = fstat(descriptor, &status) == 0 ? (S_ISREG(status.st_mode) ? 0 : EINVAL) : errno;
    if (error == 0) return descriptor;
    close(descriptor);
    return -error;
}

int tectra_create_file(const char *path, int64_t size) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -errno;
    int error;
    do error = posix_fallocate(descriptor, 0, size);
    while (error == EINTR);
    if (error == 0) return descriptor;
    close(descriptor);
    unlink(path);
    return -error;
}

int tectra_nameless_file(const char *directory) {
    int descriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return descriptor < 0 ? -errno : descriptor;
}

int64_t tectra_file_size(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 ? status.st_size : -errno;
}

int tectra_lock_file(const char *path) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -errno;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    return -error;
}

static int flush(int descriptor, int data_only) {
    if (descriptor < 0) return errno;
    int error = (data_only ? fdatasync(descriptor) : fsync(descriptor)) == 0 ? 0 : errno;
    close(descriptor);
    return error;
}

int tectra_flush_path(const char *path) {
    return flush(open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), 1);
}

int tectra_flush_directory(const char *path) {
    return flush(open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY), 0);
}
