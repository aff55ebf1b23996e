"""Asks an endpoint by clients of Python, and prints what they were given as one line of JSON.

ask.py [{"client": …, "address": …, "model": …, "what": "list", "whole", "stream" or "cancel"}, …]

One process asks several times, since loading a client may take longer than all it is asked.
"""

import json
import sys

QUESTION = "What is 6 × 7?"


def by_openai(address, model, what):
    from openai import OpenAI

    client = OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
    if what == "list":
        return {"names": [each.id for each in client.models.list()]}
    request = {"model": model, "messages": [{"role": "user", "content": QUESTION}]}
    if what == "whole":
        completion = client.chat.completions.create(**request, extra_body={"magi": {"answer": "number"}})
        message = completion.choices[0].message
        return given(
            getattr(message, "reasoning_content", None), message.content, completion.model_extra.get("magi")
        )
    vote = None
    parts = Parts(what)
    with client.chat.completions.create(**request, stream=True) as stream:
        for chunk in stream:
            vote = (chunk.model_extra or {}).get("magi", vote)
            delta = chunk.choices[0].delta
            if parts.add(getattr(delta, "reasoning_content", None), delta.content):
                break
    return parts.given(vote)


def by_ollama(address, model, what):
    from ollama import Client

    client = Client(host=address)
    if what == "list":
        return {"names": [each.model for each in client.list().models]}
    messages = [{"role": "user", "content": QUESTION}]
    if what == "whole":
        message = client.chat(model=model, messages=messages).message
        return given(message.thinking, message.content)
    parts = Parts(what)
    stream = client.chat(model=model, messages=messages, stream=True)
    for chunk in stream:
        if parts.add(chunk.message.thinking, chunk.message.content):
            stream.close()
            break
    return parts.given()


def by_litellm(address, model, what):
    import litellm

    request = {
        "model": f"openai/{model}",
        "api_base": f"{address}/v1",
        "api_key": "none",
        "num_retries": 0,
        "max_retries": 0,
        "messages": [{"role": "user", "content": QUESTION}],
    }
    if what == "whole":
        message = litellm.completion(**request).choices[0].message
        return given(getattr(message, "reasoning_content", None), message.content)
    parts = Parts(what)
    stream = litellm.completion(**request, stream=True)
    for chunk in stream:
        delta = chunk.choices[0].delta
        if parts.add(getattr(delta, "reasoning_content", None), delta.content):
            break
    return parts.given()


def by_litellm_ollama(address, model, what):
    import litellm

    request = {
        "model": f"ollama_chat/{model}",
        "api_base": address,
        "num_retries": 0,
        "messages": [{"role": "user", "content": QUESTION}],
    }
    if what == "whole":
        message = litellm.completion(**request).choices[0].message
        return given(getattr(message, "reasoning_content", None), message.content)
    parts = Parts(what)
    for chunk in litellm.completion(**request, stream=True):
        delta = chunk.choices[0].delta
        if parts.add(getattr(delta, "reasoning_content", None), delta.content):
            break
    return parts.given()


class Parts:
    """What a stream has given so far; `cancel` leaves it at the first thinking."""

    def __init__(self, what):
        self.leaves = what == "cancel"
        self.thinking = self.content = ""

    def add(self, thinking, content):
        self.thinking += thinking or ""
        self.content += content or ""
        return self.leaves and self.thinking != ""

    def given(self, vote=None):
        return given(self.thinking, self.content, vote)


def given(thinking, content, vote=None):
    return {"thinking": thinking or "", "content": content, "vote": vote and vote["vote"]}


CLIENTS = {
    "openai": by_openai,
    "ollama": by_ollama,
    "litellm": by_litellm,
    "litellm-ollama": by_litellm_ollama,
}

def answer(client, address, model, what):
    try:
        return CLIENTS[client](address, model, what)
    except Exception as thrown:  # noqa: BLE001: whatever the client raises is what is looked at
        return {"error": f"{type(thrown).__name__}: {thrown}"}


if __name__ == "__main__":
    print(json.dumps([answer(**each) for each in json.loads(sys.argv[1])]))
