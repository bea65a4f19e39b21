// version.h: which psoas this is.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

// "0.1.0"
const char *ps_version(void);

#ifdef __cplusplus
}
#endif
