// kinematics_analysis.h: coordinates, bodies and points over time, as OpenSim's Kinematics,
// BodyKinematics and PointKinematics report them.
//
// Accelerations are those that the forces make: gravity, loads, passive forces and the muscles in
// their states. Controls of other actuators are zero, as they are there.
#pragma once

#include "analysis/analysis.h"

typedef struct ps_kin_options {
  const char *name; // of the analysis, in file names
  bool degrees;
  const int *coordinates; // Kinematics
  int ncoordinate;
  const int *bodies; // BodyKinematics
  int nbody;
  bool whole_body; // the mass center of all bodies as well
  bool local;      // velocities and accelerations along the body's axes
  int body;        // PointKinematics
  int relative_to; // body whose frame positions are given in; 0: ground
  ps_vec3 point;   // [m] on `body`
  const char *point_name;
} ps_kin_options;

ps_status ps_coordinate_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                          const ps_kin_options *options, ps_error *err);
ps_status ps_body_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                    const ps_kin_options *options, ps_error *err);
ps_status ps_point_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                     const ps_kin_options *options, ps_error *err);
