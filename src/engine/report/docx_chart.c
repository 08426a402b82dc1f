#include "engine/report/chart_scale.h"
#include "engine/report/docx.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"

/* English metric units: 1 mm = 36000. */
#define CHART_WIDTH_EMU 5580000  /* 155 mm */
#define CHART_ROW_EMU 200000     /* a bar and its blank */
#define CHART_HEIGHT_EMU 2520000 /* 70 mm, the least */
#define CHART_HEIGHT_MAX_EMU 7560000

static void add_title(Buf *to, const Chart *chart)
{
    markup_element(to,
                   "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1400\" b=\"0\"/>"
                   "</a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"1400\" b=\"0\"/><a:t>",
                   chart->title, "");
    if (!str_empty(chart->unit))
        markup_element(to, "（单位：", chart->unit, "）");
    buf_add_c(to, "</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>");
}

/* How Word prints the values; it knows formats of up to DECIMAL_PLACES decimals. */
static const char *number_format(const Chart *chart)
{
    static const char *const formats[DECIMAL_PLACES + 1] = {"0",      "0.0",     "0.00",    "0.000",
                                                            "0.0000", "0.00000", "0.000000"};
    return chart->places < 0 ? "General" : formats[chart->places];
}

static void add_series(Buf *to, const Chart *chart, size_t index)
{
    const ChartSeries *series = &chart->series[index];
    buf_format(to, "<c:ser><c:idx val=\"%zu\"/><c:order val=\"%zu\"/>", index, index);
    markup_element(to,
                   "<c:tx><c:strRef><c:f>Sheet1</c:f><c:strCache><c:ptCount val=\"1\"/>"
                   "<c:pt idx=\"0\"><c:v>",
                   series->name, "</c:v></c:pt></c:strCache></c:strRef></c:tx>");
    if (chart->kind == CHART_BAR)
        buf_format(to,
                   "<c:spPr><a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill></c:spPr>"
                   "<c:invertIfNegative val=\"0\"/>",
                   chart_colors[index % CHART_COLORS]);
    else
        buf_format(to,
                   "<c:spPr><a:ln w=\"25400\"><a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill>"
                   "</a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"5\"/>"
                   "</c:marker>",
                   chart_colors[index % CHART_COLORS]);
    buf_add_c(to, "<c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/>"
                  "<c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/>"
                  "<c:showBubbleSize val=\"0\"/></c:dLbls>");
    buf_format(to, "<c:cat><c:strLit><c:ptCount val=\"%zu\"/>", chart->category_count);
    for (size_t i = 0; i < chart->category_count; i++) {
        buf_format(to, "<c:pt idx=\"%zu\">", i);
        markup_element(to, "<c:v>", chart->categories[i], "</c:v></c:pt>");
    }
    buf_format(to,
               "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>%s</c:formatCode>"
               "<c:ptCount val=\"%zu\"/>",
               number_format(chart), chart->category_count);
    for (size_t i = 0; i < chart->category_count; i++) {
        if (!series->present[i])
            continue;
        buf_format(to, "<c:pt idx=\"%zu\"><c:v>", i);
        chart_print_value(to, chart, series->values[i]);
        buf_add_c(to, "</c:v></c:pt>");
    }
    buf_add_c(to, "</c:numLit></c:val></c:ser>");
}

/* Bars are as long as their values say, so their axis begins at zero unless one is negative. */
static bool begins_at_zero(const Chart *chart)
{
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->category_count; i++)
            if (chart->series[s].present[i] && chart->series[s].values[i].millionths < 0)
                return false;
    return chart->kind == CHART_BAR;
}

static void add_axes(Buf *to, const Chart *chart)
{
    bool bars = chart->kind == CHART_BAR;
    bool from_zero = begins_at_zero(chart);
    /* Bars are told from the top down, so the category axis runs the other way. */
    buf_format(to,
               "<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"%s\"/></c:scaling>"
               "<c:delete val=\"0\"/><c:axPos val=\"%s\"/><c:majorTickMark val=\"none\"/>"
               "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/>"
               "</c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>%s"
               "</c:scaling><c:delete val=\"%d\"/><c:axPos val=\"%s\"/>"
               "<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
               "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/></c:valAx>",
               bars ? "maxMin" : "minMax", bars ? "l" : "b", from_zero ? "<c:min val=\"0\"/>" : "",
               bars ? 1 : 0, bars ? "b" : "l");
}

void docx_chart_part(Buf *to, const Chart *chart)
{
    bool bars = chart->kind == CHART_BAR;
    buf_add_c(to, DOCX_DECLARATION
              "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
              "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
              "<c:roundedCorners val=\"0\"/><c:chart>");
    add_title(to, chart);
    buf_add_c(to, "<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>");
    buf_add_c(to, bars ? "<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/>"
                         "<c:varyColors val=\"0\"/>"
                       : "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>");
    for (size_t i = 0; i < chart->series_count; i++)
        add_series(to, chart, i);
    buf_add_c(to, bars ? "<c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/>"
                         "</c:barChart>"
                       : "<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/>"
                         "</c:lineChart>");
    add_axes(to, chart);
    buf_add_c(to, "</c:plotArea>");
    if (chart->series_count > 1)
        buf_add_c(to, "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>");
    buf_format(to,
               "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>"
               "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>"
               "<a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1000\"><a:latin typeface=\"%s\"/>"
               "<a:ea typeface=\"%s\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p>"
               "</c:txPr></c:chartSpace>\n",
               font_choices[FONT_SONG].families[0], font_choices[FONT_SONG].families[0]);
}

void docx_chart(Docx *docx, const Chart *chart)
{
    if (docx->chart_count == DOCX_CHARTS_MAX)
        return;
    docx->charts[docx->chart_count++] = chart;
    long height = CHART_ROW_EMU * (long)(chart->category_count * chart->series_count + 3);
    if (height < CHART_HEIGHT_EMU || chart->kind == CHART_LINE)
        height = CHART_HEIGHT_EMU;
    if (height > CHART_HEIGHT_MAX_EMU)
        height = CHART_HEIGHT_MAX_EMU;
    Buf *to = &docx->body;
    docx_paragraph_open(to, "Figure", "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>");
    buf_format(to,
               "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
               "<wp:extent cx=\"%d\" cy=\"%ld\"/><wp:docPr id=\"%zu\" name=\"图%zu\" descr=\"",
               CHART_WIDTH_EMU, height, docx->chart_count, docx->chart_count);
    xml_escape(to, chart->title);
    buf_format(to,
               "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas."
               "openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas."
               "openxmlformats.org/drawingml/2006/chart\" r:id=\"" DOCX_ID_CHART
               "%zu\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
               docx->chart_count);
    docx_paragraph_close(to);
}
