#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Sanitizers map terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

// ---- files: reading what the program itself consists of, and the folder of the job [landlock(7)]

#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITES                                                                                     \
  (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                                 \
   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG)
#define NEVER                                                                                      \
  (LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |    \
   LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

static bool allow(int rules, const char *path, unsigned long long what) {
  struct landlock_path_beneath_attr rule = {.allowed_access = what};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return false;
  long failed = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
  return failed == 0;
}

// the shared libraries of this process, which are those of its children
static int allow_library(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  if (info->dlpi_name && info->dlpi_name[0] == '/')
    allow(*(int *)context, info->dlpi_name, LANDLOCK_ACCESS_FS_READ_FILE);
  return 0;
}

// -1: the kernel knows of no such rules
static int make_rules(const char *folder) {
  struct landlock_ruleset_attr attr = {.handled_access_fs = READS | WRITES | NEVER};
  int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr.handled_access_fs, 0);
  if (rules < 0)
    return -1;
  allow(rules, "/proc/self/exe", LANDLOCK_ACCESS_FS_READ_FILE);
  dl_iterate_phdr(allow_library, &rules);
  allow(rules, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE);
  allow(rules, "/sys/devices/system/cpu", READS);
  allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (!folder || allow(rules, folder, READS | WRITES))
    return rules;
  close(rules);
  return -1;
}

bool srv_can_confine(void) {
  int rules = make_rules(NULL);
  if (rules >= 0)
    close(rules);
  return rules >= 0;
}

// ---- calls: no sockets [seccomp(2)]

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static void forbid_sockets(void) {
#ifdef ARCHITECTURE
#define NUMBER offsetof(struct seccomp_data, nr)
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program); // kernels without it do without
#undef NUMBER
#endif
}

// ---- the child; between fork and exec only calls of the system

static void limit(int what, unsigned long long most) {
  struct rlimit l = {most, most};
  setrlimit((__rlimit_resource_t)what, &l);
}

static void set_limits(const srv_child *c) {
  enum { FILES = 64 };
  limit(RLIMIT_CPU, (unsigned long long)c->run_s);
  limit(RLIMIT_FSIZE, c->file);
  limit(RLIMIT_NOFILE, FILES);
  limit(RLIMIT_CORE, 0);
#ifndef SANITIZED
  limit(RLIMIT_AS, c->memory);
#endif
}

static void become(const srv_child *c, pid_t parent, int rules, const int *pipes) {
  sigset_t none;
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) // it has ended in between
    _exit(127);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int nothing = open("/dev/null", O_RDONLY);
  if (chdir(c->folder) != 0 || dup2(nothing, 0) < 0 || dup2(pipes[1], 1) < 0 ||
      dup2(pipes[3], 2) < 0)
    _exit(127);
  set_limits(c);
  setpriority(PRIO_PROCESS, 0, 10); // the page comes first
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifdef SANITIZED
  allow(rules, "/proc/self", READS);
#endif
  if (rules >= 0 && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
    _exit(127);
  forbid_sockets();
  close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
  execv("/proc/self/exe", c->argv);
  _exit(127);
}

pid_t srv_spawn(const srv_child *c, int *out, int *err) {
  int pipes[4];
  if (pipe2(pipes, O_CLOEXEC) != 0)
    return -1;
  if (pipe2(pipes + 2, O_CLOEXEC) != 0) {
    close(pipes[0]);
    close(pipes[1]);
    return -1;
  }
  int rules = c->confined ? make_rules(c->folder) : -1;
  pid_t parent = getpid(), pid = c->confined && rules < 0 ? -1 : fork();
  int why = errno;
  if (pid == 0)
    become(c, parent, rules, pipes);
  if (rules >= 0)
    close(rules);
  close(pipes[1]);
  close(pipes[3]);
  if (pid < 0) {
    close(pipes[0]);
    close(pipes[2]);
    errno = why;
    return -1;
  }
  setpgid(pid, pid); // whoever comes first
  fcntl(pipes[0], F_SETFL, O_NONBLOCK);
  fcntl(pipes[2], F_SETFL, O_NONBLOCK);
  *out = pipes[0];
  *err = pipes[2];
  return pid;
}
