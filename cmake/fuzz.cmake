# Every test/fuzz/<name>_fuzz.c twice: as a test that replays its kept inputs, and, with
# TONGBAN_FUZZ (clang only), as a libFuzzer program fuzz_<name>; test/fuzz/run.sh runs those.
option(TONGBAN_FUZZ "Build the libFuzzer programs and instrument everything for them" OFF)
if(TONGBAN_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "TONGBAN_FUZZ needs clang: -DCMAKE_C_COMPILER=clang-14")
  endif()
  set(instrument -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_compile_options(${instrument})
  add_link_options(${instrument})
endif()

function(add_fuzzers)
  file(GLOB fuzzers CONFIGURE_DEPENDS test/fuzz/*_fuzz.c)
  foreach(source ${fuzzers})
    cmake_path(GET source STEM stem)
    string(REGEX REPLACE "_fuzz$" "" name ${stem})
    if(TONGBAN_FUZZ)
      add_executable(fuzz_${name} ${source})
      target_link_libraries(fuzz_${name} domain ${ENGINE_LIBRARIES} port)
      target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    endif()
    add_executable(replay_${name} ${source} test/fuzz/replay.c)
    target_link_libraries(replay_${name} domain ${ENGINE_LIBRARIES} port)
    add_test(NAME fuzz_replay_${name} COMMAND replay_${name}
      test/fuzz/corpus/${name} test/fuzz/regression/${name}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endforeach()
endfunction()
