package dev.tailspan.broken.elsewhere;

import java.net.URL;
import javax.xml.parsers.DocumentBuilderFactory;

/** Asks an address and reads XML. */
final class Fetches {
  private Fetches() {}

  static Object fetch(URL url) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(url.openStream());
  }
}
