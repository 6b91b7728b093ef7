/// Which processor a thread runs on.
#ifndef TECTRA_SYSTEM_AFFINITY_H
#define TECTRA_SYSTEM_AFFINITY_H

/// Binds the calling thread to one processor. 0 or errno (EINVAL: there is no such one for us).
int tectra_pin_thread(int processor);

/// How many processors this process may use, at least 1.
int tectra_processor_count(void);

/// The `index`-th processor this process may use, or -1.
int tectra_processor_at(int index);

#endif
