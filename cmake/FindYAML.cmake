# libyaml as YAML::YAML. It has a file for pkg-config on every system we know, but its header and
# library are enough.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(PC_YAML QUIET yaml-0.1)
endif()
find_path(YAML_INCLUDE_DIR yaml.h HINTS ${PC_YAML_INCLUDE_DIRS})
find_library(YAML_LIBRARY yaml HINTS ${PC_YAML_LIBRARY_DIRS})
mark_as_advanced(YAML_INCLUDE_DIR YAML_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(YAML REQUIRED_VARS YAML_LIBRARY YAML_INCLUDE_DIR
  VERSION_VAR PC_YAML_VERSION)
if(YAML_FOUND AND NOT TARGET YAML::YAML)
  add_library(YAML::YAML UNKNOWN IMPORTED)
  set_target_properties(YAML::YAML PROPERTIES IMPORTED_LOCATION ${YAML_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${YAML_INCLUDE_DIR})
endif()
