import { check } from './routes.ts'

check([
  [
    'Spring: class and method, lists, constants, several verbs',
    'src/main/java/A.java',
    `@RestController
@RequestMapping("/owners")
class Owners {
  static final String PETS = "/{id}/pets";
  @GetMapping(value = {"/{id}", "/find/{id}"}, produces = "application/json")
  public Owner get(@PathVariable("id") int id) { return x; }
  @RequestMapping(value = PETS + "/new", method = { RequestMethod.POST, RequestMethod.PUT })
  public void pets() {}
  @PostMapping
  void add(@RequestBody Owner o) {}
}`,
    [
      '5:GET /owners/find/{} open',
      '5:GET /owners/{} open',
      '7:POST /owners/{}/pets/new open',
      '7:PUT /owners/{}/pets/new open',
      '9:POST /owners open',
    ],
  ],
  [
    'Feign interfaces serve nothing',
    'src/main/java/A.java',
    '@FeignClient("vets")\ninterface A { @GetMapping("/vets") List<Vet> all(); }',
    [],
  ],
  [
    'JAX-RS: paths of classes and methods, not of parameters',
    'src/main/java/A.java',
    `import jakarta.ws.rs.*;
@Path("/fruits")
public class A {
  @GET @Path("{name: [a-z]+}") public Fruit one(@PathParam("name") String n) { return f; }
  @POST @Consumes("application/json") public void add(Fruit f) {}
}`,
    ['4:GET /fruits/{} open', '5:POST /fruits open'],
  ],
  [
    'Ktor: blocks below routing and in an extension',
    'src/Main.kt',
    `import io.ktor.server.routing.*
fun Application.module() {
  routing {
    route("/api") { get("/x/{id}") { call.respond(1) }
      post { } }
  }
}
fun Route.more() { delete("/y/{rest...}") { } }`,
    ['4:GET /api/x/{}', '5:POST /api', '8:DELETE /y/{*} open'],
  ],
])
