package org.example.fleet.reports;

import com.datastax.oss.driver.api.core.CqlSession;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

@Path("/reports")
public class ReportResource {
    private static final String ARCHIVE = System.getenv("ARCHIVE_URL");
    private static final String SEARCH = System.getenv().getOrDefault("SEARCH_URL", "http://localhost:9200");

    private final HttpClient http = HttpClient.newHttpClient();
    private final CqlSession session = CqlSession.builder()
        .addContactPoint(new InetSocketAddress(System.getenv("CASSANDRA_HOST"), 9042))
        .withLocalDatacenter("datacenter1")
        .build();

    @GET
    @Path("/{day}")
    public String day(@PathParam("day") String day) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ARCHIVE + "/objects?day=" + day)).build();
        String objects = http.send(request, BodyHandlers.ofString()).body();
        session.execute("INSERT INTO reports (day, size) VALUES (?, ?)", day, objects.length());
        return "{\"day\": \"" + day + "\"}";
    }

    @GET
    @Path("/search")
    public String search() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SEARCH + "/reports/_search")).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
