// Every allocation of the bones fails in turn: an error, no crash, nothing lost.
#include "check_memory.h"

#include "psoas/bones.h"

static ps_bone_set *lasting;

static bool create_set(void) {
  ps_bone_set *set;
  ps_error err;
  ps_status status = ps_bone_set_create(&set, &err);
  CHECK((status == PS_OK) == (set != NULL));
  CHECK(status == PS_OK || status == PS_ERR_MEMORY);
  ps_bone_set_free(set);
  return status == PS_OK;
}

static bool create_surface(void) {
  ps_bone_surface surface;
  ps_error err;
  ps_status status = ps_bone_surface_create(&surface, lasting, ps_bone_named(lasting, "lumbar1"),
                                            8e-3, true, &err);
  CHECK(status == PS_OK || status == PS_ERR_MEMORY);
  ps_bone_surface_free(&surface);
  return status == PS_OK;
}

static void reading_survives(void) {
  CHECK(check_memory_run(create_set) > 20);
}

static void meshing_survives(void) {
  ps_error err;
  CHECK_EQ(ps_bone_set_create(&lasting, &err), PS_OK);
  CHECK(check_memory_run(create_surface) > 10);
  ps_bone_set_free(lasting);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(reading_survives), CHECK_FACT(meshing_survives));
}
