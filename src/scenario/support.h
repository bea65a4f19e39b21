// support.h: floor, seat, backrest, bed and hands, and the loads that are carried.
#pragma once

#include "scenario/posture.h"

// Sizes of the person, in the anatomical position [m]: hip to knee, sole to knee, and how high the
// hip lies over the seat.
double ps_thigh_length(const ps_human *h);
double ps_knee_height(const ps_human *h);
double ps_hip_over_seat(const ps_human *h);

// Where the weight rests on a foot: between heel and ball; and where a load is, in ground. [m]
ps_vec3 ps_foot_middle(const ps_human *h, const ps_data *d, int side);
ps_vec3 ps_load_place(const ps_human *h, const ps_data *d, const ps_pose_load *load);

// Move the pelvis so that the lowest support lies on the floor, or the buttocks on the seat.
void ps_put_on_ground(const ps_human *h, const ps_pose *pose, ps_data *d, double seat_height);

// The contacts and pushes of the pose; needs the positions of `d`.
ps_status ps_find_supports(const ps_human *h, const ps_pose *pose, const ps_data *d,
                           ps_posture *out, ps_error *err);
