package esnode;

import java.util.Map;
import java.util.function.BiFunction;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** The few filters of Elasticsearch's own analysis-common module that the index uses, on the same Lucene classes. */
public class AnalysisModule extends Plugin implements AnalysisPlugin {
  private static AnalysisProvider<TokenFilterFactory> filter(BiFunction<Settings, TokenStream, TokenStream> make) {
    return (index, env, name, settings) -> new AbstractTokenFilterFactory(name) {
      @Override public TokenStream create(TokenStream tokens) { return make.apply(settings, tokens); }
    };
  }

  @Override public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of(
        "asciifolding", filter((s, t) -> new ASCIIFoldingFilter(t, s.getAsBoolean("preserve_original", false))),
        "elision", filter((s, t) -> new ElisionFilter(t, FrenchAnalyzer.DEFAULT_ARTICLES)),
        "stemmer", filter((s, t) -> switch (s.get("language", "")) {
          case "english" -> new PorterStemFilter(t);
          case "light_french" -> new FrenchLightStemFilter(t);
          case "light_russian" -> new RussianLightStemFilter(t);
          default -> throw new IllegalArgumentException("language");
        }));
  }
}
