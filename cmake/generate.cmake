# What is found in the tree and turned into C at build time:
#   modules.gen.c     the sorted list of src/domain/*/module.c
#   statements.gen.c  every named statement and migration of the modules (tools/sqlpack)
#   packs.gen.c       the packs, inside the program (tools/embed)
#   site.gen.c        the built front end, inside the program (tools/embed)
set(GENERATED ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${GENERATED})

set(names)
foreach(folder ${MODULES})
  cmake_path(GET folder FILENAME name)
  list(APPEND names ${name})
endforeach()
list(SORT names)
set(text "/* Made by cmake/generate.cmake. */\n#include \"domain/module.h\"\n\n")
foreach(name ${names})
  string(APPEND text "extern const Module ${name}_module;\n")
endforeach()
string(APPEND text "\nconst Module *const all_modules[] = {")
foreach(name ${names})
  string(APPEND text "\n    &${name}_module,")
endforeach()
list(LENGTH names count)
string(APPEND text "\n};\nconst size_t all_module_count = ${count};\n")
set(GENERATED_MODULES ${GENERATED}/modules.gen.c)
file(CONFIGURE OUTPUT ${GENERATED_MODULES} CONTENT "${text}" @ONLY)

# The tools run on the building machine; they need nothing but libc.
foreach(tool sqlpack embed)
  file(GLOB parts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/${tool}_*.c)
  add_executable(${tool} ${CMAKE_SOURCE_DIR}/tools/${tool}.c ${parts})
  # They free nothing and end at once, which the analyzer of `make check` takes for leaks.
  target_compile_options(${tool} PRIVATE $<$<C_COMPILER_ID:GNU>:-fno-analyzer>)
endforeach()

file(GLOB statements CONFIGURE_DEPENDS src/engine/*/*.sql src/domain/*/*.sql)
file(GLOB migrations CONFIGURE_DEPENDS src/engine/*/schema/*.sql src/domain/*/schema/*.sql)
set(GENERATED_STATEMENTS ${GENERATED}/statements.gen.c)
add_custom_command(OUTPUT ${GENERATED_STATEMENTS} ${GENERATED}/sql_ids.h
  COMMAND sqlpack ${CMAKE_SOURCE_DIR} ${GENERATED_STATEMENTS} ${GENERATED}/sql_ids.h
          ${statements} ${migrations}
  DEPENDS sqlpack ${statements} ${migrations} VERBATIM)

file(GLOB_RECURSE packs CONFIGURE_DEPENDS packs/*.yaml packs/*.csv)
set(GENERATED_PACKS ${GENERATED}/packs.gen.c)
add_custom_command(OUTPUT ${GENERATED_PACKS}
  COMMAND embed embedded_packs embedded_pack_count port/packs.h
          ${CMAKE_SOURCE_DIR}/packs ${GENERATED_PACKS} ${packs}
  DEPENDS embed ${packs} VERBATIM)

# The front end is built by `make build` (npm) before; without it the page says so.
file(GLOB_RECURSE site CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/build/site/*)
set(GENERATED_SITE ${GENERATED}/site.gen.c)
add_custom_command(OUTPUT ${GENERATED_SITE}
  COMMAND embed embedded_site embedded_site_count port/packs.h
          ${CMAKE_SOURCE_DIR}/build/site ${GENERATED_SITE} ${site}
  DEPENDS embed ${site} VERBATIM)
