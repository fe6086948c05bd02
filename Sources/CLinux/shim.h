#ifndef SPOTS_CLINUX_SHIM_H
#define SPOTS_CLINUX_SHIM_H

// What Swift's Glibc module leaves out. Headers that it has are not read again here: their declarations would belong
// to this module then.

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

// GNU extensions, hidden from Swift because its headers are read without _GNU_SOURCE.
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);
extern int pthread_setname_np(unsigned long, const char *);
static inline int clinux_accept(int listener, int flags) { return accept4(listener, 0, 0, flags); }
static inline int clinux_name_thread(unsigned long thread, const char *name) {
  return pthread_setname_np(thread, name);
}

// The enumerations of epoll and eventfd are imported as types of their own: plain numbers are easier to combine.
enum clinux_constants {
  CLINUX_IN = EPOLLIN,
  CLINUX_OUT = EPOLLOUT,
  CLINUX_ERROR = EPOLLERR,
  CLINUX_HANGUP = EPOLLHUP,
  CLINUX_PEER_CLOSED = EPOLLRDHUP,
};
// Not in the enumeration of the system's header as a value that fits into an int.
static const uint32_t CLINUX_EXCLUSIVE = 1u << 28;
static inline int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int clinux_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(set, operation, descriptor, &event);
}
// Edge-triggered: each write to the eventfd is one event, and nobody needs to read it.
static inline int clinux_epoll_add_wakeup(int set, int descriptor, uint64_t token) {
  return clinux_epoll_control(set, EPOLL_CTL_ADD, descriptor, EPOLLIN | (uint32_t)EPOLLET, token);
}
// epoll_event holds a union with a pointer; this one is plain.
typedef struct {
  uint64_t token;
  uint32_t events;
} clinux_event;
#define CLINUX_EVENT_CAPACITY 256
// epoll_pwait2 is hidden without _GNU_SOURCE; its times are in nanoseconds, so that a timer need not be up to a
// millisecond late. A kernel before 5.11 has milliseconds only.
extern int epoll_pwait2(int, struct epoll_event *, int, const struct timespec *, const __sigset_t *);
static inline int clinux_epoll_wait(int set, clinux_event *ready, int64_t nanoseconds) {
  struct epoll_event events[CLINUX_EVENT_CAPACITY];
  struct timespec wait = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  int count = epoll_pwait2(set, events, CLINUX_EVENT_CAPACITY, nanoseconds < 0 ? 0 : &wait, 0);
  if (count < 0 && errno == ENOSYS) {
    int64_t milliseconds = nanoseconds < 0 ? -1 : nanoseconds / 1000000 + (nanoseconds % 1000000 > 0);
    count = epoll_wait(set, events, CLINUX_EVENT_CAPACITY, milliseconds > INT32_MAX ? INT32_MAX : (int)milliseconds);
  }
  for (int index = 0; index < count; index++) {
    ready[index].token = events[index].data.u64;
    ready[index].events = events[index].events;
  }
  return count;
}
static inline int clinux_eventfd_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline int clinux_eventfd_semaphore(void) { return eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE); }
// Tells a thread from all others that live, without a call.
static inline uintptr_t clinux_thread(void) { return (uintptr_t)__builtin_thread_pointer(); }
// What the process has taken from the heap and not given back, in bytes.
static inline uint64_t clinux_heap_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return (uint64_t)info.uordblks + (uint64_t)info.hblkhd;
}
// Whether the process checks each use of memory for errors: AddressSanitizer brings this function.
extern void __asan_init(void) __attribute__((weak));
static inline int clinux_checks_addresses(void) { return __asan_init != 0; }

#endif
