# The programs of `make bench` (test/bench/run.sh): built only when asked for. The bare ones are
# what the product is measured against, so they link no more than the libraries they show.
function(add_bench name)
  cmake_parse_arguments(BENCH "" "" "SOURCES;USES" ${ARGN})
  list(TRANSFORM BENCH_SOURCES PREPEND test/bench/)
  add_executable(${name} EXCLUDE_FROM_ALL ${BENCH_SOURCES})
  target_link_libraries(${name} ${BENCH_USES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/test)
  add_dependencies(bench_programs ${name})
endfunction()

pkg_check_modules(BARE_SERVER REQUIRED IMPORTED_TARGET libmicrohttpd sqlite3)
pkg_check_modules(BARE_ROWS REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(BARE_PAGES REQUIRED IMPORTED_TARGET cairo cairo-ft freetype2)

add_custom_target(bench_programs DEPENDS tongban)
add_bench(assess_bench SOURCES assess_bench.c USES engine_assess)
add_bench(access_bench SOURCES access_bench.c USES domain)
add_bench(bare_server SOURCES bare_server.c USES PkgConfig::BARE_SERVER Threads::Threads)
add_bench(bare_rows SOURCES bare_rows.c USES PkgConfig::BARE_ROWS)
add_bench(bare_pages SOURCES bare_pages.c USES PkgConfig::BARE_PAGES)
add_bench(bare_cells SOURCES bare_cells.c)
add_bench(bench SOURCES bench.c measure.c USES Threads::Threads)
