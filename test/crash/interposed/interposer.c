/*
 * Stands between an engine process and its C library (LD_PRELOAD): counts what is done to the store's files, and at the
 * moment that its orders name kills the process before, after, or in the middle of it, or lets it fail. Each process
 * of a run takes the next orders of the folder CAIRN_ORDERS:
 *
 *   orders-<n>   "<operation, from 1> <before|after|torn|full|broken> <how many fail>"; without the file: none
 *   taken-<n>    made by the process that took them
 *   journal-<n>  what it did, a record each: "<kind> <name> <offset> <length>\n", and the bytes of writes; a rename's name
 *                is "<from>><to>"
 *
 * With CAIRN_IMAGES it kills nothing: at each moment at which it could, it copies the store's folder to the folder named
 * there, as "<operation>-<before|after|torn>". That is what a kill at that moment leaves; one run has them all.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum mode { NONE, BEFORE, AFTER, TORN, FULL, BROKEN };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long ordered = -1, failing = 0, count = 0;
static enum mode mode = NONE;
static int journal = -1, keeps_bytes = 0;
static const char *images = NULL;

static void *next_of(const char *name) { return dlsym(RTLD_NEXT, name); }

/* The syscalls themselves: what is written here is not counted. */
static void put(const void *bytes, size_t length) {
  const char *rest = bytes;
  while (length > 0) {
    long written = syscall(SYS_write, journal, rest, length);
    if (written <= 0) return;
    rest += written;
    length -= written;
  }
}

__attribute__((constructor)) static void take_orders(void) {
  const char *folder = getenv("CAIRN_ORDERS");
  char name[4096], text[128] = "", word[16] = "";
  if (folder == NULL) return;
  for (int number = 0; number < 1000; number++) {
    snprintf(name, sizeof name, "%s/taken-%d", folder, number);
    int taken = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (taken < 0) continue;
    syscall(SYS_close, taken);
    snprintf(name, sizeof name, "%s/orders-%d", folder, number);
    int orders = open(name, O_RDONLY | O_CLOEXEC);
    if (orders >= 0) {
      if (read(orders, text, sizeof text - 1) > 0) sscanf(text, "%ld %15s %ld", &ordered, word, &failing);
      syscall(SYS_close, orders);
    }
    snprintf(name, sizeof name, "%s/journal-%d", folder, number);
    journal = open(name, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    keeps_bytes = getenv("CAIRN_KEEPS_BYTES") != NULL;
    images = getenv("CAIRN_IMAGES");
    break;
  }
  if (strcmp(word, "before") == 0) mode = BEFORE;
  else if (strcmp(word, "after") == 0) mode = AFTER;
  else if (strcmp(word, "torn") == 0) mode = TORN;
  else if (strcmp(word, "full") == 0) mode = FULL;
  else if (strcmp(word, "broken") == 0) mode = BROKEN;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/*
 * Its name without the folder, if it is one of the store's files; of a savepoint's files and folders the path from
 * "savepoints" on. The index in shared memory is none of them.
 */
static const char *store_file(const char *path) {
  const char *name = strrchr(path, '/'), *inside = strstr(path, "/savepoints/");
  name = name == NULL ? path : name + 1;
  if (inside != NULL) return inside + 1;
  if (strcmp(name, "savepoints") == 0) return name;
  if (strncmp(name, "store.sqlite", 12) != 0 || strcmp(name, "store.sqlite-shm") == 0) return NULL;
  return name;
}

static const char *store_descriptor(int descriptor, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, size - 1);
  if (length <= 0) return NULL;
  path[length] = 0;
  return store_file(path);
}

static void note(const char *kind, const char *name, off_t offset, size_t length, const void *bytes) {
  char line[8400];
  if (journal < 0) return;
  int size = snprintf(line, sizeof line, "%s %s %lld %zu\n", kind, name, (long long)offset, length);
  put(line, size);
  if (keeps_bytes && bytes != NULL) put(bytes, length);
}

/* What is to happen to this operation; its turn is counted. */
static enum mode turn(void) {
  count++;
  if (ordered < 1) return NONE;
  if (mode == FULL || mode == BROKEN) return count >= ordered && count < ordered + failing ? mode : NONE;
  return count == ordered ? mode : NONE;
}

static int refused(enum mode now) {
  if (now != FULL && now != BROKEN) return 0;
  errno = now == FULL ? ENOSPC : EIO;
  return 1;
}

/* Never closed: to close any descriptor of a file lets go of the locks that the process has on it. */
static int database = -1;

/* By syscalls, which are not counted. */
static void copy_file(const char *from, const char *to) {
  char bytes[65536];
  const char *name = strrchr(from, '/');
  int locked = name != NULL && strcmp(name, "/store.sqlite") == 0;
  int source = locked && database >= 0 ? database : (int)syscall(SYS_openat, AT_FDCWD, from, O_RDONLY | O_CLOEXEC);
  int target = syscall(SYS_openat, AT_FDCWD, to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (source < 0 || target < 0) abort();
  if (locked) database = source;
  for (off_t at = 0;;) {
    long length = syscall(SYS_pread64, source, bytes, sizeof bytes, at);
    if (length < 0) abort();
    if (length == 0) break;
    if (syscall(SYS_write, target, bytes, length) != length) abort();
    at += length;
  }
  if (!locked) syscall(SYS_close, source);
  syscall(SYS_close, target);
}

/* But for the index in shared memory, which dies with its processes. */
static void copy_folder(const char *from, const char *to) {
  char source[4096], target[4096];
  struct stat what;
  DIR *folder = opendir(from);
  if (folder == NULL || syscall(SYS_mkdirat, AT_FDCWD, to, 0700) != 0) abort();
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, "store.sqlite-shm") == 0) continue;
    snprintf(source, sizeof source, "%s/%s", from, name);
    snprintf(target, sizeof target, "%s/%s", to, name);
    if (stat(source, &what) != 0) continue; /* taken away since it was listed */
    if (S_ISDIR(what.st_mode)) copy_folder(source, target);
    else if (S_ISREG(what.st_mode)) copy_file(source, target);
  }
  closedir(folder);
}

/* What would be left of the store if the process died now. `path`: of the file that the operation is on. */
static void image(const char *path, const char *moment) {
  char store[4096], to[4096];
  if (images == NULL) return;
  snprintf(store, sizeof store, "%s", path);
  char *end = strstr(store, "/savepoints");
  if (end == NULL) end = strrchr(store, '/');
  if (end == NULL) return;
  *end = 0;
  snprintf(to, sizeof to, "%s/%ld-%s", images, count, moment);
  copy_folder(store, to);
}

typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);

static ssize_t written(pwrite_type real, int descriptor, const void *bytes, size_t length, off_t offset) {
  char path[4096];
  const char *name = store_descriptor(descriptor, path, sizeof path);
  if (name == NULL) return real(descriptor, bytes, length, offset);
  pthread_mutex_lock(&lock);
  enum mode now = turn();
  if (now == BEFORE) die();
  image(path, "before");
  ssize_t done = -1;
  if (!refused(now)) {
    size_t part = now == TORN ? length / 2 : length;
    note("write", name, offset, part, bytes);
    if (images != NULL) {
      if (real(descriptor, bytes, length / 2, offset) < 0) abort();
      image(path, "torn");
    }
    done = real(descriptor, bytes, part, offset);
    if (now == AFTER || now == TORN) die();
    image(path, "after");
  }
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  return written((pwrite_type)next_of("pwrite"), descriptor, bytes, length, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
  return written((pwrite_type)next_of("pwrite64"), descriptor, bytes, length, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  ssize_t (*real)(int, const void *, size_t) = next_of("write");
  char path[4096];
  const char *name = descriptor < 3 ? NULL : store_descriptor(descriptor, path, sizeof path);
  if (name == NULL) return real(descriptor, bytes, length);
  pthread_mutex_lock(&lock);
  enum mode now = turn();
  if (now == BEFORE) die();
  image(path, "before");
  ssize_t done = -1;
  if (!refused(now)) {
    size_t part = now == TORN ? length / 2 : length;
    off_t offset = lseek(descriptor, 0, SEEK_CUR);
    note("write", name, offset, part, bytes);
    if (images != NULL) {
      if (real(descriptor, bytes, length / 2) < 0 || lseek(descriptor, offset, SEEK_SET) != offset) abort();
      image(path, "torn");
    }
    done = real(descriptor, bytes, part);
    if (now == AFTER || now == TORN) die();
    image(path, "after");
  }
  pthread_mutex_unlock(&lock);
  return done;
}

/* What is done as a whole or not at all begins: from here on it has the lock. */
static enum mode begin(const char *path) {
  pthread_mutex_lock(&lock);
  enum mode now = turn();
  if (now == BEFORE || now == TORN) die();
  image(path, "before");
  return now;
}

/* It was done. */
static void end(enum mode now, const char *path) {
  if (now == AFTER) die();
  image(path, "after");
}

static int synced(const char *symbol, int descriptor) {
  int (*real)(int) = next_of(symbol);
  char path[4096];
  const char *name = store_descriptor(descriptor, path, sizeof path);
  if (name == NULL) return real(descriptor);
  enum mode now = begin(path);
  int done = -1;
  if (!refused(now)) {
    done = real(descriptor);
    if (done == 0) note("sync", name, 0, 0, NULL);
    end(now, path);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int fsync(int descriptor) { return synced("fsync", descriptor); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }

static int cut(const char *symbol, int descriptor, off_t length) {
  int (*real)(int, off_t) = next_of(symbol);
  char path[4096];
  const char *name = store_descriptor(descriptor, path, sizeof path);
  if (name == NULL) return real(descriptor, length);
  enum mode now = begin(path);
  int done = -1;
  if (!refused(now)) {
    note("truncate", name, length, 0, NULL);
    done = real(descriptor, length);
    end(now, path);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate(int descriptor, off_t length) { return cut("ftruncate", descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return cut("ftruncate64", descriptor, length); }

int unlink(const char *path) {
  int (*real)(const char *) = next_of("unlink");
  const char *name = store_file(path);
  if (name == NULL) return real(path);
  enum mode now = begin(path);
  int done = -1;
  if (!refused(now)) {
    note("unlink", name, 0, 0, NULL);
    done = real(path);
    end(now, path);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int mkdir(const char *path, mode_t how) {
  int (*real)(const char *, mode_t) = next_of("mkdir");
  const char *name = store_file(path);
  if (name == NULL) return real(path, how);
  enum mode now = begin(path);
  int done = -1;
  if (!refused(now)) {
    note("mkdir", name, 0, 0, NULL);
    done = real(path, how);
    end(now, path);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int rename(const char *from, const char *to) {
  int (*real)(const char *, const char *) = next_of("rename");
  const char *source = store_file(from), *target = store_file(to);
  char name[8200];
  if (source == NULL || target == NULL) return real(from, to);
  snprintf(name, sizeof name, "%s>%s", source, target);
  enum mode now = begin(to);
  int done = -1;
  if (!refused(now)) {
    note("rename", name, 0, 0, NULL);
    done = real(from, to);
    end(now, to);
  }
  pthread_mutex_unlock(&lock);
  return done;
}
