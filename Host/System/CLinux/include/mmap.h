/// Files as memory: mapping, faulting in ahead of time, and setting disk space aside, so that a
/// later store neither waits for the kernel nor finds the disk full.
#ifndef TECTRA_SYSTEM_MMAP_H
#define TECTRA_SYSTEM_MMAP_H

#include <stddef.h>
#include <stdint.h>

/// Maps `size` bytes of a file, shared, from its start. NULL and errno on failure.
void *tectra_map(int descriptor, size_t size, int writable);

/// 0 or errno.
int tectra_unmap(void *address, size_t size);

/// Faults every page in, for writing when the mapping is writable. 0 or errno.
int tectra_prefault(void *address, size_t size, int writable);

/// Opens a regular file, close-on-exec, never through a last symbolic link. Returns the
/// descriptor or -errno (EINVAL: it is not a regular file).
int tectra_open_file(const char *path, int writable);

/// Makes a file that must not be there yet, readable and writable for its owner (mode 0600), and
/// sets `size` bytes of disk space aside. Returns the descriptor or -errno; on failure nothing is
/// left behind.
int tectra_create_file(const char *path, int64_t size);

/// Makes a file without a name in `directory` (mode 0600), which is gone with its last descriptor and
/// mapping. Returns the descriptor or -errno.
int tectra_nameless_file(const char *directory);

/// Size of an open file, or -errno.
int64_t tectra_file_size(int descriptor);

/// Opens or makes `path` (mode 0600) and takes an exclusive lock without waiting. Returns the
/// descriptor or -errno; EWOULDBLOCK means that somebody else holds it.
int tectra_lock_file(const char *path);

/// Flushes a file's data to the disk through a descriptor of its own. 0 or errno.
int tectra_flush_path(const char *path);

/// Flushes a directory's entries to the disk. 0 or errno.
int tectra_flush_directory(const char *path);

#endif
