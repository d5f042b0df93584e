"""Ask and tell all that is there, with Delighted's client: delighted_python.py HOST KEY"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import delighted  # noqa: E402 - it says on import that it is no more

host, key = sys.argv[1], sys.argv[2]
delighted.api_key = key
delighted.api_base_url = f"{host}/v1/"

said = {}
people = [delighted.Person.create(email=f"p{number}@acme.example", name="Ada", delay=3600) for number in range(5)]
said["scheduled"] = people[0].survey_scheduled_at
said["listed"] = [person.email for person in delighted.Person.list(per_page=2).auto_paging_iter()]
said["cancelled"] = delighted.SurveyRequest.delete_pending(person_email="p4@acme.example")
response = delighted.SurveyResponse.create(
    person=people[0].id, score=3, comment="Too slow.", person_properties={"Plan": "Gold"}
)
delighted.SurveyResponse.create(person=people[1].id, score=10)
response.score = 4
said["changed"] = response.save().score
said["response"] = delighted.SurveyResponse.retrieve(response.id, expand=["person"]).person.email
said["responses"] = [one.score for one in delighted.SurveyResponse.all(per_page=10, order="asc")]
said["metrics"] = dict(delighted.Metrics.retrieve())
said["unsubscribed"] = delighted.Unsubscribe.create(person_email="p1@acme.example")
said["unsubscribes"] = [one["email"] for one in delighted.Unsubscribe.all()]
said["bounces"] = [dict(one) for one in delighted.Bounce.all()]
said["deleted"] = delighted.Person.delete(email="p2@acme.example")
said["autopilot"] = delighted.AutopilotConfiguration.retrieve("email").active
try:
    delighted.Person.create(name="Nobody")
except delighted.errors.ResourceValidationError as problem:
    said["refused"] = problem.response.status_code
delighted.shared_client = None
delighted.api_key = "ws_wrong"
try:
    delighted.Client().request_json("get", "metrics")
except delighted.errors.AuthenticationError as problem:
    said["wrong_key"] = problem.response.status_code
json.dump(said, sys.stdout, default=str)
