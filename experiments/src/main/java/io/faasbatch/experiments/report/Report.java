package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the report of an experiment's results. Used by one thread. */
public final class Report {

    static final String PAGE = "report.html";
    static final String JSON = "report.json";
    static final String CSV = "figures.csv";

    private final Study study;
    private final Ratios ratios;

    private Report(Study study) {
        this.study = study;
        this.ratios = new Ratios(study);
    }

    /**
     * Writes {@code report.html}, {@code report.json} and {@code figures.csv} into the folder of the results, in place of what was there. Works while the
     * experiment is going on, too: on the runs that are done.
     *
     * @return the page
     */
    public static Path write(Path folder) throws IOException {
        Report report = new Report(Study.read(folder));
        report.page().write(folder.resolve(PAGE));
        ReportJson.write(report.study, report.ratios, folder.resolve(JSON));
        FiguresCsv.write(report.study, report.ratios, folder.resolve(CSV));
        return folder.resolve(PAGE);
    }

    private Page page() {
        Page page = new Page(study.experiment().title());
        Layout layout = Layout.of(study);
        new Overview(study, layout, ratios).write(page);
        if (study.configurations().isEmpty()) {
            page.warning("There is no run yet whose figures may be reported.");
        } else {
            new LatencySection(layout).write(page);
            new FigureSection(layout).write(page);
            new TimeSection(layout).write(page);
            new TableSection(study, ratios).write(page);
            new PaperSection(new PaperComparison(study, ratios)).write(page);
        }
        new RunSection(study).write(page);
        MethodSection.write(page, study.experiment());
        return page;
    }
}
