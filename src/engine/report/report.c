#include "engine/report/report.h"

const ReportFormat report_formats[] = {
    {"docx", "Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     write_docx},
    {"pdf", "PDF 文档", "application/pdf", write_pdf},
    {"xlsx", "Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     write_xlsx},
    {"html", "网页", "text/html; charset=utf-8", write_html},
};
const size_t report_format_count = ARRAY_LEN(report_formats);

const ReportFormat *report_format_named(Str name)
{
    for (size_t i = 0; i < report_format_count; i++)
        if (str_equal_c(name, report_formats[i].name))
            return &report_formats[i];
    return NULL;
}
