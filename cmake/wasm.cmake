# Toolchain of the wasm preset: clang and wasi-libc as Debian has them.
set(CMAKE_SYSTEM_NAME Generic) # CMake 3.25 knows no WASI
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(PSOAS_WASM ON)
find_program(PSOAS_WASM_CC NAMES clang-14 clang REQUIRED)
find_program(PSOAS_WASM_AR NAMES llvm-ar-14 llvm-ar REQUIRED)
find_program(PSOAS_WASM_RANLIB NAMES llvm-ranlib-14 llvm-ranlib REQUIRED)
set(CMAKE_C_COMPILER ${PSOAS_WASM_CC})
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_AR ${PSOAS_WASM_AR})
set(CMAKE_RANLIB ${PSOAS_WASM_RANLIB})
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
