#include "psoas/version.h"

const char *ps_version(void) {
  return PSOAS_VERSION;
}
